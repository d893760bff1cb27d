import * as z from "zod";
import { logged, type Stream } from "../log/streams.ts";
import { around } from "./around.ts";
import { entry } from "./entry.ts";
import { follow } from "./follow.ts";
import { headers } from "./headers.ts";
import { list } from "./list.ts";
import { refusal } from "./refusal.ts";
import type { Route } from "./route.ts";
import { stats } from "./stats.ts";
import { byFault, byType, type RowsOf } from "./tally.ts";

/**
 * `GET /logs`, `/logs/stats` and `/logs/{id}`, and the same under `/rejected` for what no schema accepted. The id is taken from the
 * path itself, as it came, and not from `pathParameters`.
 */
export const logs: Route = async (event, at) => {
  const request = Request.safeParse(event);
  if (!request.success)
    throw refusal(400, `This is no HTTP request in payload format 2.0: ${z.prettifyError(request.error)}`);
  const { rawPath, rawQueryString, headers, requestContext } = request.data;
  const [, collection = "", id, ...rest] = rawPath.replace(/(?<=.)\/$/, "").split("/");
  const found = COLLECTIONS.get(collection);
  if (found === undefined || rest.length > 0)
    throw refusal(
      404,
      `There is nothing at ${rawPath}; there are /logs and /rejected, and under each stats and an entry by its id`,
    );
  const { streams, rowsOf } = found;
  const { method } = requestContext.http;
  if (method !== "GET") throw refusal(405, `${method} is not allowed here: entries are only read`, { allow: "GET" });
  const reading = { ...at, path: `/${collection}`, headers, parameters: new URLSearchParams(rawQueryString) };
  if (id === "stats") return stats({ ...reading, path: `/${collection}/stats` }, streams, rowsOf);
  if (id !== undefined) return entry(reading, streams, decoded(id));
  const [, view = list] = views.find(([parameter]) => reading.parameters.has(parameter)) ?? [];
  return view(reading, streams);
};

/** What a parameter makes of a list. */
const views = [
  ["follow", follow],
  ["around", around],
] as const;

const COLLECTIONS: ReadonlyMap<string, { readonly streams: readonly Stream[]; readonly rowsOf: RowsOf }> = new Map([
  ["logs", { streams: logged, rowsOf: byType }],
  ["rejected", { streams: ["rejected"], rowsOf: byFault }],
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
