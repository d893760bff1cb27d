import { signal } from "@preact/signals";
import { isoOf } from "../../../log/time.ts";
import type { Counts } from "../api/answers.ts";
import { askCounts } from "../api/log.ts";
import { sentenceOf } from "../api/sentence.ts";
import { targetOf } from "../api/target.ts";
import { type Buckets, bucketsOf, firingsOf, sum } from "./buckets.ts";
import { type Range, stepOf } from "./range.ts";

/** What was counted so far. */
export interface Counted {
  readonly range: Range;
  readonly buckets: Buckets;
  /** Everything from here to the end of the range was counted. In ms since 1970. */
  readonly since: number;
  /** How to count the rest. */
  readonly next?: string | undefined;
  readonly firings?: Counts["firings"] | undefined;
  readonly isBusy: boolean;
  readonly failure?: string | undefined;
}

type Filters = Readonly<Record<string, string | readonly string[] | undefined>>;

const MOST_REQUESTS = 25;
/** The list has entries that are dated ahead, too. The log accepts none that are further ahead. */
const AHEAD_MS = 3_600_000;
const LENGTHS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** Counts of a time range, from the newest part to the oldest. `path` is `/logs/stats` or `/rejected/stats`. */
export const newCounts = (path: string) => {
  const counted = signal<Counted | undefined>(undefined);
  let asked: { readonly filters: Filters; readonly by: keyof typeof LENGTHS; readonly signal: AbortSignal } | undefined;

  const change = (part: Partial<Counted>): void => {
    if (counted.value !== undefined) counted.value = { ...counted.value, ...part };
  };
  const guarded = async (signal: AbortSignal, work: () => Promise<void>): Promise<void> => {
    change({ isBusy: true, failure: undefined });
    try {
      await work();
    } catch (error) {
      if (!signal.aborted) change({ failure: sentenceOf(error) });
    }
    if (!signal.aborted) change({ isBusy: false });
  };
  const targetFor = ({ from, to }: Range, { filters, by }: NonNullable<typeof asked>): string =>
    targetOf(path, { ...filters, from: isoOf(from), to: isoOf(to ?? Date.now() + AHEAD_MS), by });

  /** Adds answers to what was counted, until all of the range is, or for a number of requests. */
  const readOn = async (target: string, signal: AbortSignal): Promise<void> => {
    for (let left = MOST_REQUESTS, next: string | undefined = target; next !== undefined && left > 0; left -= 1) {
      const answer: Counts = await askCounts(next, signal);
      const { buckets = new Map(), firings, range = { from: 0 } } = counted.value ?? {};
      next = answer.next;
      change({
        buckets: sum(buckets, bucketsOf(answer)),
        since: next === undefined ? range.from : Date.parse(answer.covered.from),
        next,
        firings: firingsOf(firings, answer.firings),
      });
    }
  };

  return {
    counted,
    /** Counts a time range anew. What is shown stays until there is an answer. */
    load: async (filters: Filters, range: Range, by: keyof typeof LENGTHS, signal: AbortSignal): Promise<void> => {
      asked = { filters, by, signal };
      const empty: Counted = { range, buckets: new Map(), since: range.from, isBusy: true };
      counted.value ??= empty;
      await guarded(signal, async () => {
        const first = await askCounts(targetFor(range, { filters, by, signal }), signal);
        const { next, firings, covered } = first;
        const since = next === undefined ? range.from : Date.parse(covered.from);
        counted.value = { ...empty, buckets: bucketsOf(first), since, next, firings };
        if (next !== undefined) await readOn(next, signal);
      });
    },
    /** Counts the rest. */
    goOn: async (): Promise<void> => {
      const { next } = counted.value ?? {};
      if (next === undefined || asked === undefined) return;
      const { signal } = asked;
      await guarded(signal, () => readOn(next, signal));
    },
    /** Counts the part since a time again, because entries of this time and later have come. In ms since 1970. */
    refresh: async (time: number): Promise<void> => {
      if (counted.value === undefined || asked === undefined) return;
      const { range } = counted.value;
      const start = Math.floor(time / LENGTHS[asked.by]) * LENGTHS[asked.by];
      const { signal } = asked;
      let fresh: Buckets = new Map();
      let next: string | undefined = targetFor({ ...range, from: Math.max(range.from, start) }, asked);
      try {
        for (; next !== undefined; ) {
          const answer: Counts = await askCounts(next, signal);
          fresh = sum(fresh, bucketsOf(answer));
          next = answer.next;
        }
        const kept = [...counted.value.buckets].filter(([at]) => at < start);
        change({ buckets: new Map([...kept, ...fresh]) });
      } catch (error) {
        if (!signal.aborted) change({ failure: sentenceOf(error) });
      }
    },
    clear: (): void => {
      counted.value = undefined;
      asked = undefined;
    },
  };
};

/** The counts for a range: how long their buckets are follows from it. */
export const byOf = (range: Range) => stepOf({ to: Date.now(), ...range }).by;
