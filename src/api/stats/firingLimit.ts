import type { Order } from "../../log/cursor.ts";
import type { Reader } from "../../log/reader.ts";
import { SETTLE_MS } from "../../log/settled.ts";
import { isoOf, type TimeRange } from "../../log/time.ts";
import { findFiring } from "./findFiring.ts";
import type { Schedule } from "./schedule.ts";
import { type Times, timesOf } from "./scheduleExpression.ts";

/** How many firings an answer expects. Each of them can be missed, and then the answer has its time. */
const MOST_EXPECTED = 10_000;
const SHORTEST_MS = 60_000; // no schedule fires more often
const EARLIEST_MS = 0; // no schedule fired before 1970

/**
 * Where a request that counts this time range stops at the latest, so that its answer expects no more than 10,000 firings. It is
 * missing if no more are expected in the whole range. No firing is expected before the first one in the log, and so a time
 * before it is no reason to stop. Throws an HttpError (503).
 */
export const firingLimit = async (
  reader: Pick<Reader, "page">,
  schedule: Schedule,
  { order, from, to, now }: TimeRange & { readonly order: Order; readonly now: number },
): Promise<string | undefined> => {
  const [start, end] = [Math.max(EARLIEST_MS, Date.parse(from)), Math.min(Date.parse(to), now - SETTLE_MS)];
  const times = timesOf(schedule.expression);
  if ("detail" in times || end - start <= MOST_EXPECTED * SHORTEST_MS) return undefined;
  const within = (limit: number | undefined) =>
    limit !== undefined && start < limit && limit < end ? isoOf(limit) : undefined;

  const limit = within(order === "asc" ? upFrom(times, start) : downFrom(times, end));
  if (limit === undefined) return undefined;
  const before = await findFiring(reader, schedule, { order: "desc", to: limit });
  if (before.time !== undefined || before.reached !== undefined) return limit;
  if (order === "desc") return undefined;
  const { time, reached = time } = await findFiring(reader, schedule, { order, from: limit, to: isoOf(end) });
  return reached === undefined ? undefined : within(upFrom(times, Date.parse(reached)));
};

/** The end of the longest time range that begins here and has no more firings than an answer expects. */
const upFrom = (times: Times, start: number): number | undefined =>
  "every" in times
    ? start + MOST_EXPECTED * times.every
    : Iterator.from(times.timesFrom(start)).drop(MOST_EXPECTED).next().value;

/** The beginning of a time range that ends here and has as many firings as an answer expects. */
const downFrom = (times: Times, end: number): number | undefined =>
  "every" in times ? end - MOST_EXPECTED * times.every : times.nthBefore(MOST_EXPECTED, end);
