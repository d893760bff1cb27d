import * as z from "zod";
import type { HttpAnswer } from "../http/answer.ts";
import { decoded } from "../http/decoded.ts";
import { headers } from "../http/headers.ts";
import { httpError } from "../http/httpError.ts";
import { logged, type Stream } from "../log/streams.ts";
import { around } from "./around.ts";
import { entry } from "./entry.ts";
import { follow } from "./follow.ts";
import { list } from "./list.ts";
import { openapi } from "./openapi.ts";
import type { Reading, Route } from "./route.ts";
import { FaultRow, namesOf, TypeRow } from "./stats/counts.ts";
import { type Counting, stats } from "./stats/stats.ts";
import { byFault, byType } from "./stats/tally.ts";

/**
 * `GET /logs`, `/logs/stats` and `/logs/{id}`, the same under `/rejected` for what no schema accepted, and `/openapi.json`. The
 * id is taken from the path itself, as it came, and not from `pathParameters`.
 */
export const logs: Route = async (event, at) => {
  const request = Request.safeParse(event);
  if (!request.success)
    throw httpError(400, `This is no HTTP request in payload format 2.0: ${z.prettifyError(request.error)}`);
  const { rawPath, rawQueryString, headers, requestContext } = request.data;
  const path = rawPath.replace(/(?<=.)\/$/, "");
  const read = readAt(path);
  if (read === undefined)
    throw httpError(
      404,
      `There is nothing at ${rawPath}; there are /logs and /rejected, under each /stats and an entry by its id, and /openapi.json`,
    );
  const { method } = requestContext.http;
  if (method !== "GET") throw httpError(405, `${method} is not allowed here: entries are only read`, { allow: "GET" });
  return read({ ...at, path, headers, parameters: new URLSearchParams(rawQueryString) });
};

type Read = (reading: Reading) => Promise<HttpAnswer>;

/** What answers a GET of that path. */
const readAt = (path: string): Read | undefined => {
  const [, collection = "", id, ...rest] = path.split("/");
  if (rest.length > 0) return undefined;
  if (collection === "openapi.json" && id === undefined) return openapi;
  const found = COLLECTIONS.get(collection);
  if (found === undefined) return undefined;
  const { streams, counting } = found;
  if (id === undefined) return (reading) => viewOf(reading)(reading, streams);
  if (id === "stats") return (reading) => stats(reading, streams, counting);
  return (reading) => entry(reading, streams, decoded(id));
};

const viewOf = ({ parameters }: Reading) => {
  if (parameters.has("follow")) return follow;
  return parameters.has("around") ? around : list;
};

const COLLECTIONS: ReadonlyMap<string, { readonly streams: readonly Stream[]; readonly counting: Counting }> = new Map([
  ["logs", { streams: logged, counting: { rowsOf: byType, names: namesOf(TypeRow) } }],
  ["rejected", { streams: ["rejected"], counting: { rowsOf: byFault, names: namesOf(FaultRow) } }],
]);

const Request = z.object({
  rawPath: z.string(),
  rawQueryString: z.string().default(""),
  headers,
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
});
