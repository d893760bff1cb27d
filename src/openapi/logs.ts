import * as z from "zod";
import { Parameters as Around } from "../api/around.ts";
import { Parameters as Follow } from "../api/follow.ts";
import { Parameters as List } from "../api/query.ts";
import { Counts } from "../api/stats/counts.ts";
import { Parameters as Counting } from "../api/stats/stats.ts";
import { Parameters as Tail } from "../api/tail.ts";
import { essence } from "../http/format.ts";
import { cloudEvent } from "../http/formats/cloudEvent.ts";
import { cloudEventsBatch } from "../http/formats/cloudEventsBatch.ts";
import { csv } from "../http/formats/csv.ts";
import { json } from "../http/formats/json.ts";
import { ndjson } from "../http/formats/ndjson.ts";
import { pageOf } from "./entry.ts";
import type { Operation } from "./operation.ts";
import { conditional, pathOf, queryOf } from "./parameters.ts";
import { cached, everywhere, found, notAccepted, notModified, optionalHeader, problem } from "./responses.ts";

/** The routes of `/logs`, or those of `/rejected`. */
export interface Collection {
  readonly tag: string;
  readonly operationIds: { readonly list: string; readonly stats: string; readonly one: string };
  /** The names of its schemas. Generated clients use them as the names of types. */
  readonly schemas: { readonly page: string; readonly batch: string; readonly counts: string };
  /** The schema of the name of one of its streams. */
  readonly stream: z.ZodType;
  readonly entry: z.ZodType;
  /** A row of the counts. */
  readonly row: z.ZodType;
  /** The log id of an entry in the examples. */
  readonly id: string;
}

const paged = cached.extend({
  link: optionalHeader(
    'The next page (rel="next"), and around an entry the newer entries too (rel="prev"). See RFC 8288',
  ),
});

/** All parameters of a list, of `follow`, of `tail` and of `around`. */
const QueryOfList = z.object({
  ...Around([]).partial().shape,
  ...Follow([]).partial().shape,
  ...Tail([]).partial().shape,
  ...List([]).shape,
});

/** A query with the schema of the streams in its parameter `stream`. */
const withStream = <Shape extends { readonly stream: z.ZodType }>(query: z.ZodObject<Shape>, stream: z.ZodType) =>
  z.object({
    ...query.shape,
    stream: z
      .array(stream)
      .optional()
      .describe(query.shape.stream.description ?? ""),
  });

/** `GET /logs`, `GET /rejected`. */
export const list = ({ tag, operationIds, schemas, stream, entry }: Collection): Operation => ({
  operationId: operationIds.list,
  tags: [tag],
  summary: "A page of entries",
  description:
    "The page has the format that `Accept` prefers. A page can be short or empty and still have a `next`, because a request reads a bounded number of entries. With `subject` and `order=asc`, the page is the history of a subject. An entry marked `outoforder` belongs before an entry above it. With `follow`, the page has the entries that have settled since then, in the order in which they settled, and it always has a `next`. With `tail`, the page has the entries that were recorded a moment ago, newest first, and it always has a `next`. With `around`, the page has an entry and its neighbors. Use only one of `follow`, `tail` and `around`, and none of them with `from`, `to`, `order` or `cursor`.",
  requestParams: { query: queryOf(withStream(QueryOfList, stream)), header: conditional },
  responses: {
    ...everywhere,
    200: {
      ...found(paged, "A page", {
        [essence(json)]: {
          schema: pageOf(entry).meta({
            id: schemas.page,
            description: "A page of entries, and the path of the next page",
          }),
        },
        [essence(ndjson)]: { schema: z.string().describe("One entry per line") },
        [essence(csv)]: { schema: z.string().describe("One entry per row, safe to open in a spreadsheet") },
        [essence(cloudEventsBatch)]: {
          schema: z
            .array(entry)
            .meta({ id: schemas.batch, description: "The entries of a page, without the path of the next page" }),
        },
      }),
      links: { first: { operationId: operationIds.one, parameters: { id: "$response.body#/entries/0/id" } } },
    },
    304: notModified(paged),
    400: problem("A parameter is wrong or unknown. `errors` names each"),
    404: problem("The entry of `around` does not exist"),
    406: notAccepted,
  },
});

/** `GET /logs/stats`, `GET /rejected/stats`. */
export const stats = ({ tag, operationIds, schemas, stream, row }: Collection): Operation => ({
  operationId: operationIds.stats,
  tags: [tag],
  summary: "Counts by time",
  description:
    "Counts the entries in buckets of time, by their kind. Of the firings of the stack's schedule, it shows how many were expected and missed. A request reads a bounded number of entries: `covered` is the time range that it has counted, and `next` counts the rest.",
  requestParams: { query: queryOf(withStream(Counting([]), stream)), header: conditional },
  responses: {
    ...everywhere,
    200: found(paged, "Counts", {
      [essence(json)]: { schema: Counts(row).meta({ id: schemas.counts, description: "Counts by time" }) },
      [essence(csv)]: {
        schema: z
          .string()
          .describe(
            "Each bucket has one row with the number of all its entries (`kind` is `total`), one row for each of its `counts` (`part`), and one row each for the firings that were `expected` and `found`",
          ),
      },
    }),
    304: notModified(paged),
    400: problem("A parameter is wrong or unknown. `errors` names each"),
    406: notAccepted,
  },
});

/** `GET /logs/{id}`, `GET /rejected/{id}`. */
export const one = ({ tag, operationIds, entry, id }: Collection): Operation => ({
  operationId: operationIds.one,
  tags: [tag],
  summary: "One entry",
  description: "An entry never changes, so a client may keep it as long as the log does.",
  requestParams: { path: pathOf(id), header: conditional },
  responses: {
    ...everywhere,
    200: found(cached, "The entry", {
      [essence(cloudEvent)]: { schema: entry },
      [essence(json)]: { schema: entry },
    }),
    304: notModified(cached),
    400: problem("This route has no parameters"),
    404: problem("The entry does not exist"),
    406: notAccepted,
  },
});
