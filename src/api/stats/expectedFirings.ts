import type { Reader } from "../../log/reader.ts";
import { SETTLE_MS } from "../../log/settled.ts";
import { isoOf, type TimeRange } from "../../log/time.ts";
import { findFiring } from "./findFiring.ts";
import { firingsOf } from "./firings.ts";
import type { Schedule } from "./schedule.ts";
import { timesOf } from "./scheduleExpression.ts";

/** What a request has read. */
interface Logged {
  /** The time range whose firings it answers for. */
  readonly due: TimeRange;
  /** The time range of which `found` has every firing. It can lack the first or the last millisecond of `due`. */
  readonly whole: TimeRange;
  /** The times of firings. */
  readonly found: readonly string[];
  /** In ms since 1970. */
  readonly now: number;
}

/**
 * Compares the expected firings of a schedule with those in the log. A firing is missed only when it has settled: before that, it can
 * still come. The nearest firings around `whole` are looked for, so that the sums are the same however many requests share a time
 * range. If the expression cannot be read, no firing is expected, and `detail` says why. Throws an HttpError (503).
 */
export const firingsIn = async (
  reader: Pick<Reader, "page">,
  schedule: Schedule,
  { due, whole, found, now }: Logged,
) => {
  const { name, expression } = schedule;
  const settled = isoOf(now - SETTLE_MS);
  const timeRange = { from: due.from, to: due.to < settled ? due.to : settled };
  if (timeRange.from >= timeRange.to) return undefined;

  const answer = { schedule: name, expression, ...timeRange };
  const isDue = (time: string) => timeRange.from <= time && time < timeRange.to;
  const times = timesOf(expression);
  if ("detail" in times) return { ...answer, expected: [], missed: [], found: found.filter(isDue), ...times };

  const before = await findFiring(reader, schedule, { order: "desc", to: whole.from });
  // The next firing of a rate shows whether the rate was changed.
  const last = Math.min(now, Date.parse(due.to) + ("every" in times ? times.every : 0));
  const isBehind = Date.parse(whole.to) < last;
  const behind = isBehind
    ? await findFiring(reader, schedule, { order: "asc", from: whole.to, to: isoOf(last) })
    : undefined;
  const known = [...new Set([before.time, ...found, behind?.time].filter((time) => time !== undefined))];
  return {
    ...answer,
    ...firingsOf(expression, { ...timeRange, known }),
    found: known.filter(isDue),
    ...(before.reached !== undefined && { detail: notFound(name, before.reached, whole.from) }),
  };
};

const notFound = (name: string, reached: string, from: string): string =>
  `The last firing of ${name} before ${from} was not found: the log was searched back to ${reached}. So no firing is expected before the first one in this time range. To see what was missed, ask for a time range that begins with a firing`;
