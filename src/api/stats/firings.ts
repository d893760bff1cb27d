import { isoOf } from "../../log/time.ts";
import { parseScheduleExpression } from "./scheduleExpression.ts";

type Range = {
  readonly from: string;
  /** The log has to be complete until then: what is due and not yet written counts as missed. */
  readonly to: string;
  /** The last firing before `from`, if there was one. */
  readonly previous?: string | undefined;
  /** The firings in the range, in any order. The one after it may be among them: it shows whether a rate began again. */
  readonly found: readonly string[];
};

type Firings = {
  /** When the schedule was to fire in `from <= time < until`, ascending. */
  readonly expected: readonly string[];
  /** Those of `expected` that were not found. */
  readonly missed: readonly string[];
  /** `to`, or the first time that is left out, as no more than 10,000 are given. */
  readonly until: string;
};

const MOST = 10_000;

// In ms. A firing's time is in whole seconds, and may so come a little less than its rate after the one before.
const TOLERANCE = 1000;

/**
 * Which firings of a schedule were to be expected in `from <= time < to`, and which of them were missed. All times are RFC 3339, UTC,
 * milliseconds. `expression` is EventBridge Scheduler's, and taken to have been the same all the while; throws if it cannot be
 * read. Nothing is expected before the first firing that is known, as the schedule may not have been there; with none, nothing.
 */
export const firingsOf = (expression: string, { from, to, previous, found }: Range): Firings => {
  const schedule = parseScheduleExpression(expression);
  const known = new Set((previous === undefined ? found : [previous, ...found]).map(Date.parse));
  const inOrder = [...known].sort((a, b) => a - b);
  const [first] = inOrder;
  if (first === undefined) return { expected: [], missed: [], until: to };
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const times =
    "every" in schedule
      ? atRate(schedule.every, inOrder, start, end)
      : before(end, schedule.timesFrom(Math.max(start, first)));
  const due = [...times.take(MOST + 1)];
  const [cut] = due.splice(MOST);
  return {
    expected: due.map(isoOf),
    missed: due.filter((time) => !known.has(time)).map(isoOf),
    until: cut === undefined ? to : isoOf(cut),
  };
};

/**
 * A rate counts from when the schedule was created or changed, and so from each firing anew: a gap of 1.5 rates is a change, and
 * misses none.
 */
function* atRate(every: number, firings: readonly number[], from: number, to: number): Generator<number> {
  for (const [index, firing] of firings.entries()) {
    const next = firings[index + 1];
    const end = next === undefined ? to : Math.min(to, Math.max(firing + 1, next - every + TOLERANCE + 1));
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
