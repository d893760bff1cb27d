import type { Counts } from "../api/answers.ts";

/** How many entries there are in one bucket of time, and of what kind. */
export interface Bucket {
  readonly count: number;
  readonly rows: readonly Row[];
  /** The firings of the schedule. */
  readonly expected: number;
  readonly found: number;
}

/** A count of one kind of entries: `stream` and `type`; or for rejections `trigger`, `reason` and `path`. */
interface Row {
  readonly count: number;
  readonly [name: string]: string | number;
}

/** Buckets by their beginning, in ms since 1970. */
export type Buckets = ReadonlyMap<number, Bucket>;

/** The buckets of an answer. */
export const bucketsOf = ({ buckets }: Counts): Buckets =>
  new Map(
    buckets.map(({ time, count, counts, firings: { expected, found } = { expected: 0, found: 0 } }) => [
      Date.parse(time),
      { count, rows: counts, expected, found },
    ]),
  );

/** One bucket can come in two answers: each counts a part of it. */
export const sum = (one: Buckets, other: Buckets): Buckets => {
  const all = new Map(one);
  for (const [time, bucket] of other) {
    const before = all.get(time);
    all.set(time, {
      count: (before?.count ?? 0) + bucket.count,
      rows: [...(before?.rows ?? []), ...bucket.rows],
      expected: (before?.expected ?? 0) + bucket.expected,
      found: (before?.found ?? 0) + bucket.found,
    });
  }
  return all;
};

/** The firings of two parts of a time range together. */
export const firingsOf = (one: Counts["firings"], other: Counts["firings"]): Counts["firings"] =>
  one === undefined || other === undefined
    ? (one ?? other)
    : {
        ...other,
        expected: one.expected + other.expected,
        found: one.found + other.found,
        missed: [...one.missed, ...other.missed].sort(),
      };

/** How many entries were counted. */
export const totalOf = (buckets: Buckets): number => [...buckets.values()].reduce((all, { count }) => all + count, 0);

/** What a plot shows: for each kind, a value for each bar. */
export interface Bars {
  /** The beginning of each bar, in ms since 1970. */
  readonly times: readonly number[];
  readonly values: ReadonlyMap<string, readonly number[]>;
}

/**
 * Puts buckets together in bars of `step` ms, and sums up what `nameOf` gives the same name. There is a bar where
 * nothing was counted, too. What is dated ahead is in the last bar.
 */
export const barsOf = (
  buckets: Buckets,
  { from, to, step }: { readonly from: number; readonly to: number; readonly step: number },
  partsOf: (bucket: Bucket) => readonly (readonly [string, number])[],
): Bars => {
  const first = Math.floor(from / step) * step;
  const times = Array.from({ length: Math.max(1, Math.ceil((to - first) / step)) }, (_, i) => first + i * step);
  const values = new Map<string, number[]>();
  for (const [time, bucket] of buckets) {
    const index = Math.min(times.length - 1, Math.floor((time - first) / step));
    if (index < 0) continue; // it was counted for another range
    for (const [name, count] of partsOf(bucket)) {
      const all = values.get(name) ?? times.map(() => 0);
      values.set(name, all);
      all[index] = (all[index] ?? 0) + count;
    }
  }
  return { times, values };
};

/** Stacks values: each list is the sum of its own values and of those after it. So the first one is the largest, and is drawn first. */
export const stacked = (lists: readonly (readonly number[])[]): readonly (readonly number[])[] => {
  const sums: (readonly number[])[] = [];
  for (const list of lists.toReversed()) {
    const below = sums[0];
    sums.unshift(list.map((value, i) => value + (below?.[i] ?? 0)));
  }
  return sums;
};
