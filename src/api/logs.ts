import * as z from "zod";
import { logged, type Stream } from "../log/streams.ts";
import { entry } from "./entry.ts";
import { headers } from "./headers.ts";
import { list } from "./list.ts";
import { openapi } from "./openapi.ts";
import type { HttpAnswer } from "./problem.ts";
import { refusal } from "./refusal.ts";
import type { Reading, Route } from "./route.ts";

/**
 * `GET /logs` and `/logs/{id}`, the same under `/rejected` for what no schema accepted, and `/openapi.json`. The id is taken
 * from the path itself, as it came, and not from `pathParameters`.
 */
export const logs: Route = async (event, at) => {
  const request = Request.safeParse(event);
  if (!request.success)
    throw refusal(400, `This is no HTTP request in payload format 2.0: ${z.prettifyError(request.error)}`);
  const { rawPath, rawQueryString, headers, requestContext } = request.data;
  const path = rawPath.replace(/(?<=.)\/$/, "");
  const read = readAt(path);
  if (read === undefined)
    throw refusal(
      404,
      `There is nothing at ${rawPath}; there are /logs and /rejected, an entry by its id under each, and /openapi.json`,
    );
  const { method } = requestContext.http;
  if (method !== "GET") throw refusal(405, `${method} is not allowed here: entries are only read`, { allow: "GET" });
  return read({ ...at, path, headers, parameters: new URLSearchParams(rawQueryString) });
};

/** What answers a GET of that path. */
const readAt = (path: string): ((reading: Reading) => Promise<HttpAnswer>) | undefined => {
  const [, collection = "", id, ...rest] = path.split("/");
  if (rest.length > 0) return undefined;
  if (collection === "openapi.json" && id === undefined) return openapi;
  const streams = COLLECTIONS.get(collection);
  if (streams === undefined) return undefined;
  return (reading) => (id === undefined ? list(reading, streams) : entry(reading, streams, decoded(id)));
};

const COLLECTIONS: ReadonlyMap<string, readonly Stream[]> = new Map([
  ["logs", logged],
  ["rejected", ["rejected"]],
]);

const Request = z.object({
  rawPath: z.string(),
  rawQueryString: z.string().default(""),
  headers,
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
});

const decoded = (id: string): string => {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
};
