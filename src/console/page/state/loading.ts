import { computed, effect, signal, untracked } from "@preact/signals";
import { isoOf } from "../../../log/time.ts";
import type { Entry } from "../api/answers.ts";
import { askPage } from "../api/log.ts";
import { targetOf } from "../api/target.ts";
import { byOf, newCounts } from "./counts.ts";
import { addNew, isPaused, listed, loadList } from "./list.ts";
import { place } from "./place.ts";
import { type Range, rangeOf } from "./range.ts";
import type { Place } from "./url.ts";
import { watch } from "./watch.ts";

/** The range that is shown. Without `to`, it grows. */
export const range = signal<Range>(rangeOf(place.value, Date.now()));

/** Counts of the entries and of the rejections. */
export const entryCounts = newCounts("/logs/stats");
export const rejectedCounts = newCounts("/rejected/stats");

/** Why new entries do not come. `undefined` if they do, or if none are to come. */
export const lost = signal<string | undefined>(undefined);

const attempts = signal(0);

/** Reads everything again. */
export const reload = (): void => {
  attempts.value += 1;
};

/** The filters of a place, as the API has them. */
export const filtersOf = ({ stream, type, source, subject, subjectPrefix }: Place) => ({
  ...{ stream, type, source, subject, subjectPrefix },
});

/** How to count the rejections that belong to the shown entries: all of them, or those of one trigger. `undefined` if the filters name no trigger. */
export const rejectedFiltersOf = ({ view, stream, type, source, subject, subjectPrefix }: Place) => {
  if (view === "rejected") return {};
  if (type.length > 0 || (source ?? subject ?? subjectPrefix) !== undefined || stream.length > 1) return undefined;
  return { source: stream[0] === undefined ? undefined : `tributary:${stream[0]}` };
};

const loaders: Readonly<Record<Place["view"], (place: Place, shown: Range, signal: AbortSignal) => Promise<void>>> = {
  log: async (at, shown, signal) => {
    const filters = filtersOf(at);
    const counting = entryCounts.load(filters, shown, byOf(shown), signal);
    const rejections = loadRejections(at, shown, byOf(shown), signal);
    const list = await loadList("/logs", { ...filters, ...parametersOf(shown) }, signal);
    await counting;
    if (list === undefined || shown.to !== undefined) return void (await rejections);
    const refresh = refresher(entryCounts, signal);
    const onUnseen = (entries: readonly Entry[]) => {
      addNew(entries);
      refresh(entries);
    };
    await watch({ target: targetOf("/logs", filters), list, signal, onUnseen, onFailure });
  },
  rejected: (at, shown, signal) => loadRejections(at, shown, "minute", signal),
  schedules: (_, shown, signal) => entryCounts.load({}, shown, "minute", signal),
  local: async () => {},
};

const loadRejections = async (at: Place, shown: Range, by: "minute" | "hour" | "day", signal: AbortSignal) => {
  const filters = rejectedFiltersOf(at);
  if (filters === undefined) return rejectedCounts.clear();
  await rejectedCounts.load(filters, shown, by, signal);
  if (shown.to !== undefined || rejectedCounts.counted.value?.failure !== undefined) return;
  const list = await askPage(targetOf("/rejected", { ...filters, ...parametersOf(shown) }), signal).catch(
    () => undefined,
  );
  if (list === undefined) return;
  const onUnseen = refresher(rejectedCounts, signal);
  await watch({ target: targetOf("/rejected", filters), list, signal, onUnseen, onFailure });
};

const onFailure = (sentence: string | undefined): void => {
  lost.value = sentence;
};

const parametersOf = ({ from, to }: Range) => ({ from: isoOf(from), ...(to !== undefined && { to: isoOf(to) }) });

const TOGETHER_MS = 300;
const CLOCKS_MS = 10_000;

/** Counts anew what new entries change: soon, but once for entries that come together. */
const refresher = (counts: ReturnType<typeof newCounts>, signal: AbortSignal) => {
  const begun = isoOf(Date.now() - CLOCKS_MS);
  let since = Number.POSITIVE_INFINITY;
  let isDue = false;
  const run = async (): Promise<void> => {
    while (since !== Number.POSITIVE_INFINITY && !signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, TOGETHER_MS));
      const time = since;
      since = Number.POSITIVE_INFINITY;
      await counts.refresh(time);
    }
    isDue = false;
  };
  return (entries: readonly Entry[]): void => {
    const times = entries.filter(({ recordedtime }) => recordedtime > begun).map(({ time }) => Date.parse(time));
    since = Math.min(since, ...times);
    if (isDue || since === Number.POSITIVE_INFINITY) return;
    isDue = true;
    void run();
  };
};

/** What is to be read follows from the address alone. */
const wanted = computed(() => {
  const { view, from, to } = place.value;
  return JSON.stringify([view, from, to, view === "log" ? filtersOf(place.value) : {}, attempts.value]);
});

/** Reads what the address names, whenever that changes. */
export const startLoading = (): void => {
  effect(() => {
    wanted.value;
    return untracked(() => load(place.value));
  });
};

/** Reads what a place names, and watches it. Gives a function that ends this. */
const load = (at: Place): (() => void) => {
  const aborter = new AbortController();
  const begun = Date.now();
  const shown = rangeOf(at, begun);
  range.value = shown;
  lost.value = undefined;
  const slide = shown.to === undefined ? setInterval(slideOn, SLIDE_CHECK_MS, begun, begun - shown.from) : undefined;
  loaders[at.view](at, shown, aborter.signal).catch((error: unknown) => {
    if (!aborter.signal.aborted) throw error;
  });
  return () => {
    clearInterval(slide);
    aborter.abort();
  };
};

const SLIDE_CHECK_MS = 30_000;

/** The last hour moves on. When a quarter of it has passed, everything is read again, unless somebody reads the list. */
const slideOn = (begun: number, length: number): void => {
  if (Date.now() - begun > length / 4 && !isPaused.value && !listed.value.isBusy) reload();
};
