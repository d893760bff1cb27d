import * as z from "zod";
import { essence } from "../api/format.ts";
import { cloudEventsBatch } from "../api/formats/cloudEventsBatch.ts";
import { csv } from "../api/formats/csv.ts";
import { json } from "../api/formats/json.ts";
import { ndjson } from "../api/formats/ndjson.ts";
import { Parameters } from "../api/query.ts";
import type { Stream } from "../log/streams.ts";
import { pageOf } from "./entry.ts";
import type { Operation } from "./operation.ts";
import { conditional, pathOf, queryOf } from "./parameters.ts";
import { cached, everywhere, found, gatewaysToo, notModified, optionalHeader, problem } from "./responses.ts";

/** What is under one path: a list of entries, and each of them. */
export interface Collection {
  readonly tag: string;
  readonly operationIds: { readonly list: string; readonly one: string };
  readonly streams: readonly Stream[];
  readonly entry: z.ZodType;
  /** The log id of an entry that the examples have. */
  readonly id: string;
}

const paged = cached.extend({ link: optionalHeader('The next page, rel="next" (RFC 8288)') });

/** `GET /logs`, `GET /rejected`. */
export const list = ({ tag, operationIds, streams, entry }: Collection): Operation => ({
  operationId: operationIds.list,
  tags: [tag],
  summary: "A page of entries",
  description:
    "In the format that `Accept` prefers. A page can be short, even empty, and still have a `next`: a request reads a bounded number of entries.",
  requestParams: { query: queryOf(Parameters(streams)), header: conditional },
  responses: {
    ...everywhere,
    200: {
      ...found(paged, "A page", {
        [essence(json)]: { schema: pageOf(entry) },
        [essence(ndjson)]: { schema: z.string().describe("An entry a line") },
        [essence(csv)]: { schema: z.string().describe("An entry a row, safe to open in a spreadsheet") },
        [essence(cloudEventsBatch)]: { schema: z.array(entry) },
      }),
      links: { first: { operationId: operationIds.one, parameters: { id: "$response.body#/entries/0/id" } } },
    },
    304: notModified(paged),
    400: problem("A parameter is wrong, or there is none of that name: `errors` names each"),
    406: problem("There is none of the formats that `Accept` names"),
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
    200: found(cached, "The entry", { "application/cloudevents+json": { schema: entry } }),
    304: notModified(cached),
    400: problem("There are no parameters here"),
    404: gatewaysToo(problem("There is no such entry")),
  },
});
