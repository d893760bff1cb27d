import { isoOf, type TimeRange } from "../../log/time.ts";
import { parseScheduleExpression } from "./scheduleExpression.ts";

/** A time range and its firings in the log. The log must be complete up to `to`, or firings on their way count as missed. */
interface Logged extends TimeRange {
  /**
   * The firings in the time range and the last one before it, in any order. The next one after it may be included: it shows whether
   * a rate was changed.
   */
  readonly known: readonly string[];
}

interface Firings {
  /** The times when the schedule should have fired, `from <= time < until`, ascending. */
  readonly expected: readonly string[];
  /** The times of `expected` that were not found. */
  readonly missed: readonly string[];
}

// A firing's time is in whole seconds, so two firings can be a little closer than their rate.
const TOLERANCE_MS = 1000;

/**
 * The expected firings of a schedule in a time range, and those of them that were missed. All times are RFC 3339, UTC,
 * milliseconds. `expression` is an expression of EventBridge Scheduler. It is assumed not to change in the time range. Throws if it
 * cannot be read. No firing is expected before the first known one, because the schedule may not have existed.
 */
export const firingsOf = (expression: string, { from, to, known }: Logged): Firings => {
  const schedule = parseScheduleExpression(expression);
  const fired = new Set(known.map(Date.parse));
  const inOrder = [...fired].sort((a, b) => a - b);
  const [first] = inOrder;
  if (first === undefined) return { expected: [], missed: [] };
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const times =
    "every" in schedule
      ? atRate(schedule.every, inOrder, start, end)
      : before(end, schedule.timesFrom(Math.max(start, first)));
  const due = [...times];
  return { expected: due.map(isoOf), missed: due.filter((time) => !fired.has(time)).map(isoOf) };
};

/**
 * The firings of a rate. A rate counts from the time when the schedule was created or changed, and so this function counts from
 * each firing again. A gap of 1.5 rates between two firings means a change, and no firing was missed.
 */
function* atRate(every: number, firings: readonly number[], from: number, to: number): Generator<number> {
  for (const [index, firing] of firings.entries()) {
    const next = firings[index + 1];
    const end = next === undefined ? to : Math.min(to, Math.max(firing + 1, next - every + TOLERANCE_MS + 1));
    const skipped = Math.max(0, Math.ceil((from - firing) / every));
    for (let time = firing + skipped * every; time < end; time += every) yield time;
  }
}

function* before(end: number, times: Iterable<number>): Generator<number> {
  for (const time of times) {
    if (time >= end) return;
    yield time;
  }
}
