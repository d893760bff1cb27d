import type { Counts, Entry, Followed, Page } from "./answers.ts";
import { ask } from "./ask.ts";
import { collectionOf } from "./target.ts";

// The server answers as docs/openapi.json says, and is of the version of this page.
export const askPage = async (target: string, signal: AbortSignal): Promise<Page> =>
  (await ask(target, { signal })) as Page;
export const askFollowed = async (target: string, signal: AbortSignal): Promise<Followed> =>
  (await ask(target, { signal })) as Followed;
export const askCounts = async (target: string, signal: AbortSignal): Promise<Counts> =>
  (await ask(target, { signal })) as Counts;
export const askEntry = async (id: string, signal: AbortSignal): Promise<Entry> =>
  (await ask(`${collectionOf(id)}/${encodeURIComponent(id)}`, { signal })) as Entry;
