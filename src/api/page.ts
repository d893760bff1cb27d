import type { Entry } from "../log/entry.ts";
import { revalidated } from "./cache.ts";
import { formatFor } from "./negotiate.ts";
import type { HttpAnswer } from "./problem.ts";
import type { Reading } from "./route.ts";

/** Entries, and the queries of what lies on either side of them. */
export interface Page {
  readonly entries: readonly Entry[];
  readonly next?: string | undefined;
  readonly prev?: string | undefined;
  /** How far it has looked: RFC 3339, UTC, milliseconds. */
  readonly reached?: string | undefined;
}

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
