import { instant } from "./fields.ts";
import { BEGINNING } from "./time.ts";

/** How many shards a stream has from which event time on. A step must not change after its time. */
export type ShardSchedule = readonly { readonly from: string; readonly shards: number }[];

export const MAX_SHARDS = 1000;

/**
 * Reads `1`, or `1;2027-01-01T00:00:00Z=16;…`: the first number of shards, and later numbers, each with the event time from which it
 * holds. Throws an error that names the wrong step.
 */
export const parseShards = (text: string): ShardSchedule => {
  const steps = text.split(";").map((step, index) => {
    const [, from, count] = /^(?:(.+)=)?(\d{1,4})$/.exec(step.trim()) ?? [];
    const shards = Number(count);
    const time = index === 0 ? BEGINNING : timeOf(from);
    if ((index === 0) !== (from === undefined) || !(shards >= 1 && shards <= MAX_SHARDS) || time === undefined)
      throw new Error(
        `SHARDS: step ${index + 1}, "${step}", is wrong. Expected ${index === 0 ? "" : "<RFC 3339 time>="}<number of shards from 1 to ${MAX_SHARDS}>, as in "1;2027-01-01T00:00:00Z=16"`,
      );
    return { from: time, shards };
  });
  const unsorted = steps.find((step, index) => index > 0 && step.from <= (steps[index - 1]?.from ?? ""));
  if (unsorted !== undefined)
    throw new Error(`SHARDS: the step of ${unsorted.from} does not come after the one before it`);
  return steps;
};

/** The number of shards at an event's time. It depends on that time only, so that an event keeps its key when the schedule gets a new step. */
export const shardsAt = (schedule: ShardSchedule, time: string): number =>
  schedule.findLast((step) => step.from <= time)?.shards ?? 1;

/** How many shards may hold an entry with `from <= time < to`. */
export const shardsWithin = (schedule: ShardSchedule, from: string, to: string): number =>
  Math.max(
    shardsAt(schedule, from),
    ...schedule.filter((step) => step.from > from && step.from < to).map((step) => step.shards),
  );

const timeOf = (text: string | undefined): string | undefined => instant.safeParse(text).data;
