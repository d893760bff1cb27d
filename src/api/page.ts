import type { HttpAnswer } from "../http/answer.ts";
import { revalidated } from "../http/etag.ts";
import type { Page } from "../http/format.ts";
import { formatFor } from "../http/negotiate.ts";
import type { Reading } from "./route.ts";

/**
 * Writes a page in the format that its request prefers, once it is `read`; a request for none of the formats reads nothing.
 * It may change, so a client that keeps it asks again with its ETag.
 */
export const pageAnswer = async (
  { path, headers }: Pick<Reading, "path" | "headers">,
  read: () => Promise<Page>,
): Promise<HttpAnswer> => {
  const format = formatFor(headers);
  const { entries, reached, ...sides } = await read();
  const links = Object.entries(sides).flatMap(([rel, query]) =>
    query === undefined ? [] : [{ rel, target: `${path}?${query}` }],
  );
  const targets = Object.fromEntries(links.map(({ rel, target }) => [rel, target]));
  const body = format.write({ entries, ...targets, ...(reached !== undefined && { reached }) });
  const answer = {
    statusCode: 200,
    headers: {
      "content-type": format.type,
      vary: "accept",
      ...(links.length > 0 && { link: links.map(({ rel, target }) => `<${target}>; rel="${rel}"`).join(", ") }),
    },
    body,
  };
  return revalidated(answer, headers["if-none-match"]);
};
