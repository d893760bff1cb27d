import { sha256Of } from "../log/clip.ts";
import type { Stream } from "../log/streams.ts";
import { unlessKnown } from "./cache.ts";
import { formatFor } from "./negotiate.ts";
import { type HttpAnswer, problem, problemAnswer } from "./problem.ts";
import { parseQuery } from "./query.ts";
import { unavailable } from "./refusal.ts";
import type { Reading } from "./route.ts";

/** A page of entries, in the format that the request prefers. It may change, so a client that keeps it asks again with its ETag. */
export const list = async (
  { reader, now, path, headers, parameters }: Reading,
  streams: readonly Stream[],
): Promise<HttpAnswer> => {
  const format = formatFor(headers);
  const parsed = parseQuery(parameters, streams, now);
  if ("errors" in parsed) return problemAnswer(problem(400, "The query is wrong", { errors: parsed.errors }));
  const { entries, after } = await reader.page(parsed.query).catch(unavailable);
  const [reached] = after?.sk.split("#") ?? [];
  const next = after && `${path}?${parsed.next(after)}`;
  const body = format.write({
    entries,
    ...(next !== undefined && { next }),
    ...(reached !== undefined && { reached }),
  });
  const answer = {
    statusCode: 200,
    headers: {
      "content-type": format.type,
      "cache-control": "private, no-cache",
      vary: "accept",
      ...(next !== undefined && { link: `<${next}>; rel="next"` }),
    },
    body,
  };
  return unlessKnown(answer, `W/"${sha256Of(body).slice(0, 32)}"`, headers["if-none-match"]);
};
