import * as z from "zod";
import { logged, type Stream } from "../log/streams.ts";
import { headers } from "./headers.ts";
import { type HttpAnswer, json, problem, problemAnswer } from "./problem.ts";
import { parseQuery } from "./query.ts";
import { refusal } from "./refusal.ts";
import type { Reading, Route } from "./route.ts";

/**
 * `GET /logs` and `/logs/{id}`, and the same under `/rejected` for what no schema accepted. The id is taken from the
 * path itself, as it came, and not from `pathParameters`.
 */
export const logs: Route = async (event, reading) => {
  const request = Request.safeParse(event);
  if (!request.success)
    throw refusal(400, `This is no HTTP request in payload format 2.0: ${z.prettifyError(request.error)}`);
  const { rawPath, rawQueryString, headers, requestContext } = request.data;
  const [, collection = "", id, ...rest] = rawPath.replace(/(?<=.)\/$/, "").split("/");
  const streams = COLLECTIONS.get(collection);
  if (streams === undefined || rest.length > 0)
    throw refusal(
      404,
      `There is nothing at ${rawPath}; there are /logs and /rejected, and an entry by its id under each`,
    );
  const { method } = requestContext.http;
  if (method !== "GET") throw refusal(405, `${method} is not allowed here: entries are only read`, { allow: "GET" });
  const parameters = new URLSearchParams(rawQueryString);
  return id === undefined
    ? list(reading, streams, `/${collection}`, parameters)
    : one(reading, streams, decoded(id), headers["if-none-match"]);
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

const list = async (
  { reader, now }: Reading,
  streams: readonly Stream[],
  path: string,
  parameters: URLSearchParams,
): Promise<HttpAnswer> => {
  const parsed = parseQuery(parameters, streams, now);
  if ("errors" in parsed) return problemAnswer(problem(400, "The query is wrong", { errors: parsed.errors }));
  const { entries, after } = await reader.page(parsed.query).catch(unavailable);
  if (after === undefined) return json(200, { entries });
  const next = `${path}?${parsed.next(after)}`;
  const [reached] = after.sk.split("#");
  return json(200, { entries, next, reached }, { link: `<${next}>; rel="next"` });
};

const one = async (
  { reader }: Reading,
  streams: readonly Stream[],
  id: string,
  known: string | undefined,
): Promise<HttpAnswer> => {
  const entry = await reader.get(id, streams).catch(unavailable);
  if (entry === undefined) throw refusal(404, `There is no entry ${id} here`);
  const etag = `"${id}"`;
  return known?.includes(etag) || known?.trim() === "*"
    ? { statusCode: 304, headers: { etag } }
    : json(200, entry, { "content-type": "application/cloudevents+json", etag });
};

const decoded = (id: string): string => {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
};

const unavailable = (cause: unknown): never => {
  throw refusal(503, "The log could not be read just now; ask again", { "retry-after": "5" }, cause);
};
