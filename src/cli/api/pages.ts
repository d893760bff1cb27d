import type { Entry } from "../../log/entry.ts";
import type { Page } from "./answers.ts";
import type { Api } from "./client.ts";

/** The pages of a list, from this path to the end. */
export async function* pages(api: Pick<Api, "list">, path: string): AsyncGenerator<Page> {
  for (let next: string | undefined = path; next !== undefined; ) {
    const page: Page = await api.list(next);
    yield page;
    next = page.next;
  }
}

/** The largest page that the API gives. */
export const LARGEST_PAGE = 200;

/** At most `limit` entries of a list, page by page, and whether there are more. Without a limit, all of them. */
export async function* entriesOf(
  api: Pick<Api, "list">,
  path: string,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<{ readonly entries: readonly Entry[]; readonly hasMore: boolean }> {
  let left = limit;
  for await (const { entries, next } of pages(api, path)) {
    const taken = entries.slice(0, left);
    left -= taken.length;
    yield { entries: taken, hasMore: next !== undefined || taken.length < entries.length };
    if (left === 0) return;
  }
}
