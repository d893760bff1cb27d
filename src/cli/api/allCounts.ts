import type { Counts } from "./answers.ts";
import type { Api } from "./client.ts";

/** The counts of one bucket of time, whole. */
export interface Bucket {
  readonly time: string;
  readonly count: number;
  readonly counts: Counts["buckets"][number]["counts"];
}

/** Counts a whole time range, over as many requests as it takes. The buckets are in the order of their times. */
export const allCounts = async (
  api: Pick<Api, "counts">,
  path: string,
  progress: (covered: Counts["covered"]) => Promise<void> = async () => {},
): Promise<{
  readonly by: string;
  readonly buckets: readonly Bucket[];
  readonly firings: readonly NonNullable<Counts["firings"]>[];
}> => {
  const buckets = new Map<string, Bucket>();
  const firings: NonNullable<Counts["firings"]>[] = [];
  let by = "";
  for (let next: string | undefined = path; next !== undefined; ) {
    const answer: Counts = await api.counts(next);
    for (const bucket of answer.buckets) buckets.set(bucket.time, sum(buckets.get(bucket.time), bucket));
    if (answer.firings) firings.push(answer.firings);
    ({ by, next } = answer);
    if (next !== undefined) await progress(answer.covered);
  }
  return { by, buckets: [...buckets.values()].sort((a, b) => (a.time < b.time ? -1 : 1)), firings };
};

/** No two answers count the same entry, so the counts of a bucket add up. */
const sum = (one: Bucket | undefined, other: Bucket): Bucket =>
  one === undefined
    ? other
    : { time: one.time, count: one.count + other.count, counts: totalOf([...one.counts, ...other.counts]) };

/** Adds up the counts of equal rows. The order is that of their first occurrences. */
export const totalOf = (rows: Bucket["counts"]): Bucket["counts"] => {
  const totals = new Map<string, Bucket["counts"][number]>();
  for (const { count, ...names } of rows) {
    const key = JSON.stringify(names);
    totals.set(key, { ...names, count: count + (totals.get(key)?.count ?? 0) });
  }
  return [...totals.values()];
};
