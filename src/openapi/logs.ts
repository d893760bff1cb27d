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
import type { Stream } from "../log/streams.ts";
import { pageOf } from "./entry.ts";
import type { Operation } from "./operation.ts";
import { conditional, pathOf, queryOf } from "./parameters.ts";
import { cached, everywhere, found, notAccepted, notModified, optionalHeader, problem } from "./responses.ts";

/** What is under one path: a list of entries, and each of them. */
export interface Collection {
  readonly tag: string;
  readonly operationIds: { readonly list: string; readonly stats: string; readonly one: string };
  /** The names of its schemas: generated clients have types of these names. */
  readonly schemas: { readonly page: string; readonly batch: string; readonly counts: string };
  readonly streams: readonly Stream[];
  readonly entry: z.ZodType;
  /** What its entries are counted by. */
  readonly row: z.ZodType;
  /** The log id of an entry that the examples have. */
  readonly id: string;
}

const paged = cached.extend({
  link: optionalHeader('The next page, rel="next"; around an entry rel="prev" too (RFC 8288)'),
});

/** The parameters of a list, and those that make it a follower, a tail, or the neighbors of an entry. */
const queryOfList = (streams: readonly Stream[]) =>
  z.object({
    ...Around(streams).partial().shape,
    ...Follow(streams).partial().shape,
    ...Tail(streams).partial().shape,
    ...List(streams).shape,
  });

/** `GET /logs`, `GET /rejected`. */
export const list = ({ tag, operationIds, schemas, streams, entry }: Collection): Operation => ({
  operationId: operationIds.list,
  tags: [tag],
  summary: "A page of entries",
  description:
    "In the format that `Accept` prefers. A page can be short, even empty, and still have a `next`: a request reads a bounded number of entries. With `subject` and `order=asc` it is the history of a subject, in which entries marked `outoforder` belong before one above them. With `follow` it has the entries that have settled since, in the order in which they settled, and `next` is always there. With `tail` it has the entries that were recorded a moment ago, newest first, and `next` is always there. With `around` it has an entry and its neighbors. Only one of `follow`, `tail` and `around` may be given, and none of them takes `from`, `to`, `order` or `cursor`.",
  requestParams: { query: queryOf(queryOfList(streams)), header: conditional },
  responses: {
    ...everywhere,
    200: {
      ...found(paged, "A page", {
        [essence(json)]: {
          schema: pageOf(entry).meta({ id: schemas.page, description: "A page of entries, and where it goes on" }),
        },
        [essence(ndjson)]: { schema: z.string().describe("An entry a line") },
        [essence(csv)]: { schema: z.string().describe("An entry a row, safe to open in a spreadsheet") },
        [essence(cloudEventsBatch)]: {
          schema: z.array(entry).meta({ id: schemas.batch, description: "The entries of a page alone" }),
        },
      }),
      links: { first: { operationId: operationIds.one, parameters: { id: "$response.body#/entries/0/id" } } },
    },
    304: notModified(paged),
    400: problem("A parameter is wrong, or there is none of that name: `errors` names each"),
    404: problem("There is no entry to look `around`"),
    406: notAccepted,
  },
});

/** `GET /logs/stats`, `GET /rejected/stats`. */
export const stats = ({ tag, operationIds, schemas, streams, row }: Collection): Operation => ({
  operationId: operationIds.stats,
  tags: [tag],
  summary: "Counts by time",
  description:
    "Of entries in buckets of time, by what they are; of the firings of the stack's schedule, what was expected and what was missed. A request reads a bounded number of entries: `covered` says what it has counted, and `next` counts the rest.",
  requestParams: { query: queryOf(Counting(streams)), header: conditional },
  responses: {
    ...everywhere,
    200: found(paged, "Counts", {
      [essence(json)]: { schema: Counts(row).meta({ id: schemas.counts, description: "Counts by time" }) },
      [essence(csv)]: {
        schema: z
          .string()
          .describe(
            "Of each bucket a row for all of its entries (`kind` is `total`), one for each of its `counts` (`part`), and one each for the firings that were `expected` and `found`",
          ),
      },
    }),
    304: notModified(paged),
    400: problem("A parameter is wrong, or there is none of that name: `errors` names each"),
    406: notAccepted,
  },
});

/** `GET /logs/{id}`, `GET /rejected/{id}`. */
export const one = ({ tag, operationIds, entry, id }: Collection): Operation => ({
  operationId: operationIds.one,
  tags: [tag],
  summary: "One entry",
  description: "An entry never changes: a client may keep it for as long as the log does.",
  requestParams: { path: pathOf(id), header: conditional },
  responses: {
    ...everywhere,
    200: found(cached, "The entry", {
      [essence(cloudEvent)]: { schema: entry },
      [essence(json)]: { schema: entry },
    }),
    304: notModified(cached),
    400: problem("There are no parameters here"),
    404: problem("There is no such entry"),
    406: notAccepted,
  },
});
