import * as z from "zod";
import type { HttpAnswer } from "../http/answer.ts";
import { decoded } from "../http/decoded.ts";
import { headers } from "../http/headers.ts";
import { httpError } from "../http/httpError.ts";
import { payloadFormat2 } from "../http/payloadFormat.ts";
import { REJECTED, type Streams } from "../log/streams.ts";
import { around } from "./around.ts";
import { entry } from "./entry.ts";
import { follow } from "./follow.ts";
import { list } from "./list.ts";
import { noRoute } from "./noRoute.ts";
import { openapi } from "./openapi.ts";
import type { Reading, Route } from "./route.ts";
import { FaultRow, namesOf, TypeRow } from "./stats/counts.ts";
import { type Counting, stats } from "./stats/stats.ts";
import { byFault, byType } from "./stats/tally.ts";
import { tail } from "./tail.ts";

/**
 * Makes the function that answers `GET` and `HEAD` of `/logs`, `/logs/stats` and `/logs/{id}`, of the same paths under
 * `/rejected`, and of `/openapi.json`. IAM grants permissions by route, so the route decides what is read, and not the path.
 * The route `$default` never reads. `/logs` reads the declared streams.
 */
export const logsOf = (settings: Streams): Route => {
  const reads = readsOf(Object.keys(settings));
  return async (event, at) => {
    const request = Request.safeParse(event);
    if (!request.success) throw httpError(500, request.error.issues[0]?.message ?? "");
    const { routeKey, rawPath, rawQueryString, headers, requestContext } = request.data;
    const { method } = requestContext.http;
    const [, path = ""] = routeKey.split(" ");
    const read = reads.get(path);
    if (read === undefined || (method !== "GET" && method !== "HEAD")) throw noRoute(method, rawPath);
    const id = decoded(rawPath.split("/").slice(2).join("/"));
    return read({ ...at, settings, path, headers, parameters: new URLSearchParams(rawQueryString) }, id);
  };
};

type Read = (reading: Reading, id: string) => Promise<HttpAnswer>;

/** The three routes of a collection: a list, its counts, and one entry. */
const collection = (path: string, streams: readonly string[], counting: Counting): readonly [string, Read][] => [
  [path, (reading) => viewOf(reading)(reading, streams)],
  [`${path}/stats`, (reading) => stats(reading, streams, counting)],
  [`${path}/{id}`, (reading, id) => entry(reading, streams, id)],
];

/** The same answer, but no client may cache it: a caller can lose the permission to see raw payloads. */
const notCached =
  (read: Read): Read =>
  async (reading, id) => {
    const answer = await read(reading, id);
    return { ...answer, headers: { ...answer.headers, "cache-control": "no-store" } };
  };

const viewOf = ({ parameters }: Reading) => {
  if (parameters.has("follow")) return follow;
  if (parameters.has("tail")) return tail;
  return parameters.has("around") ? around : list;
};

const readsOf = (streams: readonly string[]): ReadonlyMap<string, Read> =>
  new Map([
    ...collection("/logs", streams, { rowsOf: byType, names: () => namesOf(TypeRow()) }),
    ...collection("/rejected", [REJECTED], { rowsOf: byFault, names: () => namesOf(FaultRow()) }).map(
      ([path, read]) => [path, notCached(read)] as const,
    ),
    ["/openapi.json", openapi],
  ]);

const Request = payloadFormat2(
  z.object({
    routeKey: z.string(),
    rawPath: z.string(),
    rawQueryString: z.string().default(""),
    headers: headers(),
    requestContext: z.object({ http: z.object({ method: z.string() }) }),
  }),
);
