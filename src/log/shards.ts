import { instant } from "./fields.ts";
import { BEGINNING } from "./time.ts";
/** How many shards a stream has, from when on. Append-only: a step, once its time has come, is never changed. */
export type ShardSchedule = readonly { readonly from: string; readonly shards: number }[];

export const MAX_SHARDS = 1000;

/**
 * Reads `1`, or `1;2027-01-01T00:00:00Z=16;…`: the number of shards, and from which event time on it is another.
 * Throws an error that names the wrong step.
 */
export const parseShards = (text: string): ShardSchedule => {
  const steps = text.split(";").map((step, index) => {
    const [, from, count] = /^(?:(.+)=)?(\d{1,4})$/.exec(step.trim()) ?? [];
    const shards = Number(count);
    const time = index === 0 ? BEGINNING : timeOf(from);
    if ((index === 0) !== (from === undefined) || !(shards >= 1 && shards <= MAX_SHARDS) || time === undefined)
      throw new Error(
        `SHARDS: step ${index + 1}, "${step}", is not ${index === 0 ? "a number" : "<RFC 3339 time>=<number>"} of 1 to ${MAX_SHARDS} shards, as in "1;2027-01-01T00:00:00Z=16"`,
      );
    return { from: time, shards };
  });
  const unsorted = steps.find((step, index) => index > 0 && step.from <= (steps[index - 1]?.from ?? ""));
  if (unsorted !== undefined)
    throw new Error(`SHARDS: the step of ${unsorted.from} does not come after the one before it`);
  return steps;
};

/** The number of shards for an event of that time: by the event's time, so that a redelivery across a change lands on the same key. */
export const shardsAt = (schedule: ShardSchedule, time: string): number =>
  schedule.findLast((step) => step.from <= time)?.shards ?? 1;

/** How many shards may hold an entry with `from <= time < to`. */
export const shardsWithin = (schedule: ShardSchedule, from: string, to: string): number =>
  Math.max(
    shardsAt(schedule, from),
    ...schedule.filter((step) => step.from > from && step.from < to).map((step) => step.shards),
  );

const timeOf = (text: string | undefined): string | undefined => instant.safeParse(text).data;
