import { unavailable } from "../../http/httpError.ts";
import type { Entry } from "../../log/entry.ts";
import { errorText } from "../../log/errorText.ts";
import type { Reader } from "../../log/reader.ts";
import { SETTLE_MS } from "../../log/settled.ts";
import { isoOf, type TimeRange } from "../../log/time.ts";
import { firingsOf } from "./firings.ts";

/** A schedule whose firings are logged. `expression` is an expression of EventBridge Scheduler in UTC. */
export interface Schedule {
  readonly name: string;
  readonly expression: string;
  /** The stream of its firings. */
  readonly stream: string;
}

/**
 * The schedule in the environment variables `SCHEDULE_NAME` and `SCHEDULE_EXPRESSION`, which template.yaml sets. `SCHEDULE_STREAM` is
 * the stream of its firings; by default, it is `schedule`.
 */
export const scheduleFrom = ({
  SCHEDULE_NAME: name,
  SCHEDULE_EXPRESSION: expression,
  SCHEDULE_STREAM: stream = "schedule",
}: Readonly<Record<string, string | undefined>>): Schedule | undefined =>
  name && expression ? { name, expression, stream } : undefined;

/** Whether an entry is a firing of this schedule. */
export const isFiring = (entry: Entry, { name, stream }: Schedule): boolean =>
  entry.stream === stream && entry.subject === name;

/**
 * Compares the expected firings of a schedule in a time range with `found`, the firings in the log. A firing is missed only when
 * it has settled: before that, it can still come. `now` is in ms since 1970. If the expression cannot be read, no firing is
 * expected, and `detail` says why. Throws an HttpError (503).
 */
export const firingsIn = async (
  { page }: Pick<Reader, "page">,
  { name, expression, stream }: Schedule,
  { from, to, found, now }: TimeRange & { readonly found: readonly string[]; readonly now: number },
) => {
  const settled = isoOf(now - SETTLE_MS);
  const timeRange = { from, to: to < settled ? to : settled };
  if (timeRange.from >= timeRange.to) return undefined;
  const before = { streams: [stream], subject: name, to: from, order: "desc", limit: 1 } as const;
  const { entries } = await page(before).catch(unavailable);
  const { until, ...firings } = readably(
    () => firingsOf(expression, { ...timeRange, found, previous: entries[0]?.time }),
    timeRange,
  );
  const within = found.filter((time) => timeRange.from <= time && time < until);
  return { schedule: name, expression, from, to: until, ...firings, found: within };
};

const readably = (read: () => ReturnType<typeof firingsOf>, { to }: TimeRange) => {
  try {
    return read();
  } catch (error) {
    return { expected: [], missed: [], until: to, detail: errorText(error) };
  }
};
