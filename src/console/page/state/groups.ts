import type { Buckets } from "./buckets.ts";

/** Rejections with the same trigger, reason and path. */
export interface Group {
  /** As in the address: `group=<key>`. */
  readonly key: string;
  readonly trigger: string;
  readonly reason: string;
  readonly path: string;
  readonly count: number;
  /** The minutes of the first and of the last one, in ms since 1970. */
  readonly first: number;
  readonly last: number;
}

/** Groups counts of rejections, those that were seen last first. */
export const groupsOf = (buckets: Buckets): readonly Group[] => {
  const groups = new Map<string, Group>();
  for (const [time, { rows }] of buckets)
    for (const { trigger, reason, path, count } of rows) {
      const key = [trigger, reason, path].join("|");
      const { count: before = 0, first = time, last = time } = groups.get(key) ?? {};
      groups.set(key, {
        ...{ key, trigger: String(trigger), reason: String(reason), path: String(path) },
        ...{ count: before + count, first: Math.min(first, time), last: Math.max(last, time) },
      });
    }
  return [...groups.values()].sort((one, other) => other.last - one.last || other.count - one.count);
};
