import { parseScheduleExpression } from "../../api/stats/scheduleExpression.ts";
import { errorText } from "../../log/errorText.ts";
import type { Schedule } from "./schedule.ts";
import { instantOf, wallOf } from "./wallTime.ts";

/**
 * The times at which a schedule is due, ascending, from an instant on. The sequence can be endless. `anchor` is when a rate began. All
 * are in ms since 1970. Throws an error that names the schedule if its expression or its time zone cannot be read.
 *
 * A local time that the clocks skip in spring is skipped. A local time that they show twice in autumn is due once, the first time.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
 */
export const dueTimes = (schedule: Schedule, anchor: number): ((from: number) => Iterable<number>) => {
  const { name, expression, start, end } = schedule;
  try {
    const all = allTimes(schedule, start === undefined ? anchor : start.getTime());
    all(0);
    const first = start?.getTime() ?? Number.NEGATIVE_INFINITY;
    const last = end?.getTime() ?? Number.POSITIVE_INFINITY;
    return (from) => before(all(Math.max(from, first)), last);
  } catch (error) {
    throw new Error(`The schedule ${name} (${expression}) cannot be run: ${errorText(error)}`, {
      cause: error,
    });
  }
};

const allTimes = ({ expression, timeZone = "UTC" }: Schedule, anchor: number): ((from: number) => Iterable<number>) => {
  const times = parseScheduleExpression(expression);
  if ("every" in times) return (from) => multiples(anchor, times.every, from);
  wallOf(0, timeZone);
  // The expression is about wall times, so its times are computed as if UTC were the time zone.
  return (from) =>
    Iterator.from(times.timesFrom(wallOf(from, timeZone)))
      .map((wall) => instantOf(wall, timeZone))
      .filter((instant) => instant !== undefined)
      .filter((instant) => instant >= from);
};

function* multiples(anchor: number, every: number, from: number): Generator<number> {
  for (let step = Math.max(0, Math.ceil((from - anchor) / every)); ; step++) yield anchor + step * every;
}

function* before(times: Iterable<number>, end: number): Generator<number> {
  for (const time of times) {
    if (time >= end) return;
    yield time;
  }
}
