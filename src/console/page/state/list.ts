import { batch, signal } from "@preact/signals";
import type { Entry, Page } from "../api/answers.ts";
import { askPage } from "../api/log.ts";
import { sentenceOf } from "../api/sentence.ts";
import { targetOf } from "../api/target.ts";

const FIRST_PAGE = 100;
const PAGE = 200;
/** A page with fewer entries has looked through much of the log for them. The user decides whether it looks further. */
const FEW = 20;

/** What the list shows. */
export interface Listed {
  /** Newest first. */
  readonly entries: readonly Entry[];
  /** How to read the older ones. */
  readonly next?: string | undefined;
  /** How far the log was looked through, if the last page has only few entries. */
  readonly reached?: string | undefined;
  readonly isBusy: boolean;
  readonly failure?: string | undefined;
}

/** The entries that the list shows, the newest ones that wait because it is scrolled away, and whether they wait. */
export const listed = signal<Listed>({ entries: [], isBusy: true });
export const waiting = signal<readonly Entry[]>([]);
export const isPaused = signal(false);
/** How often the list was read anew. */
export const generation = signal(0);

let ids = new Set<string>();
let aborter: AbortSignal | undefined;

/** Reads the newest page. What is shown stays until there is an answer. Gives the page, or `undefined` if it failed. */
export const loadList = async (
  path: string,
  parameters: Parameters<typeof targetOf>[1],
  signal: AbortSignal,
): Promise<Page | undefined> => {
  aborter = signal;
  listed.value = { ...listed.value, isBusy: true, failure: undefined };
  try {
    const page = await askPage(targetOf(path, { ...parameters, limit: FIRST_PAGE }), signal);
    ids = new Set(page.entries.map(({ id }) => id));
    batch(() => {
      listed.value = { ...restOf(page), entries: page.entries, isBusy: false };
      waiting.value = [];
      isPaused.value = false;
      generation.value += 1;
    });
    return page;
  } catch (error) {
    if (!signal.aborted) listed.value = { entries: [], isBusy: false, failure: sentenceOf(error) };
    return undefined;
  }
};

/** Reads the next older page. */
export const loadMore = async (): Promise<void> => {
  const { next, isBusy } = listed.value;
  if (next === undefined || isBusy || aborter === undefined) return;
  const signal = aborter;
  listed.value = { ...listed.value, isBusy: true, failure: undefined };
  try {
    const page = await askPage(next.replace(/([?&]limit=)\d+/, `$1${PAGE}`), signal);
    const older = page.entries.filter(isNew);
    listed.value = { ...restOf(page), entries: [...listed.value.entries, ...older], isBusy: false };
  } catch (error) {
    if (!signal.aborted) listed.value = { ...listed.value, isBusy: false, failure: sentenceOf(error) };
  }
};

const restOf = ({ next, reached, entries }: Page) => ({
  next,
  reached: next !== undefined && entries.length < FEW ? reached : undefined,
});

const isNew = ({ id }: Entry): boolean => {
  if (ids.has(id)) return false;
  ids.add(id);
  return true;
};

/** Adds new entries at their places, or lets them wait if the list is paused. */
export const addNew = (unseen: readonly Entry[]): void => {
  const { entries, next } = listed.value;
  const oldest = entries.at(-1)?.time ?? "";
  // An entry that is older than the list comes with its own page.
  const fresh = unseen.filter((entry) => (next === undefined || entry.time >= oldest) && isNew(entry));
  if (fresh.length === 0) return;
  if (isPaused.value) waiting.value = [...waiting.value, ...fresh];
  else listed.value = { ...listed.value, entries: newestFirst([...fresh, ...entries]) };
};

/** Shows what waits. */
export const resume = (): void => {
  batch(() => {
    isPaused.value = false;
    if (waiting.value.length === 0) return;
    listed.value = { ...listed.value, entries: newestFirst([...waiting.value, ...listed.value.entries]) };
    waiting.value = [];
  });
};

const newestFirst = (entries: readonly Entry[]): readonly Entry[] =>
  entries.toSorted((one, other) =>
    one.time === other.time ? (one.id < other.id ? 1 : -1) : one.time < other.time ? 1 : -1,
  );
