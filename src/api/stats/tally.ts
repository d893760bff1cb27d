import * as z from "zod";
import type { Entry } from "../../log/entry.ts";
import { faultPath } from "../../log/faultPath.ts";
import { lazy } from "../../log/lazy.ts";

/** The fields that entries are counted by, in a fixed order. */
type Row = Readonly<Record<string, string>>;

/** The rows that an entry counts in. Usually it is one row. */
export type RowsOf = (entry: Entry) => readonly Row[];

/** Counts entries by stream and type. */
export const byType: RowsOf = ({ stream, type }) => [{ stream, type }];

/** Counts rejections by trigger, reason and the path of each fault. If the data of a rejection was cut, only its reason counts. */
export const byFault: RowsOf = ({ type, data }) => {
  const rejected = Rejected().safeParse(data);
  if (!rejected.success) return [{ trigger: "", reason: type.split(".").at(-1) ?? "", path: "" }];
  const { trigger, reason, issues } = rejected.data;
  const paths = new Set(issues.map(({ path }) => faultPath(path)));
  return [...paths].map((path) => ({ trigger, reason, path }));
};

const Rejected = lazy(() =>
  z.object({
    trigger: z.string(),
    reason: z.string(),
    issues: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])) })),
  }),
);

/** The counts of the entries in one bucket of time. */
export interface Bucket {
  readonly count: number;
  readonly counts: readonly (Row & { readonly count: number })[];
}

// Limits the different rows, as JSON in the JSON that the function returns. Lambda allows 6 MB for all of it.
const ROW_BYTES = 2_000_000;

/** Counts entries in buckets of time. `hasRoom` is true until the answer has no room for more different rows. */
export const newTally = (bucketOf: (time: string) => string, rowsOf: RowsOf) => {
  const buckets = new Map<string, { count: number; readonly rows: Map<string, number> }>();
  let bytes = 0;
  return {
    hasRoom: () => bytes < ROW_BYTES,
    add: (entry: Entry) => {
      const time = bucketOf(entry.time);
      const bucket = buckets.get(time) ?? { count: 0, rows: new Map() };
      buckets.set(time, bucket);
      bucket.count += 1;
      for (const row of rowsOf(entry).map((row) => JSON.stringify(row))) {
        const count = bucket.rows.get(row) ?? 0;
        if (count === 0) bytes += Buffer.byteLength(JSON.stringify(row)) + COUNT_BYTES;
        bucket.rows.set(row, count + 1);
      }
    },
    buckets: (): ReadonlyMap<string, Bucket> =>
      new Map([...buckets].map(([time, { count, rows }]) => [time, { count, counts: [...rows].sort().map(countOf) }])),
  };
};

const COUNT_BYTES = 20;

const countOf = ([row, count]: readonly [string, number]) => ({ ...JSON.parse(row), count });
