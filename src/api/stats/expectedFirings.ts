import { unavailable } from "../../http/httpError.ts";
import type { Entry } from "../../log/entry.ts";
import { errorText } from "../../log/errorText.ts";
import type { Reader } from "../../log/reader.ts";
import { SETTLE_MS } from "../../log/settled.ts";
import { isoOf, type TimeRange } from "../../log/time.ts";
import { firingsOf } from "./firings.ts";

/** A schedule whose firings are logged: its name, and its expression in the language of EventBridge Scheduler, in UTC. */
export interface Schedule {
  readonly name: string;
  readonly expression: string;
}

/** The schedule that template.yaml tells a function of, by `SCHEDULE_NAME` and `SCHEDULE_EXPRESSION`. */
export const scheduleFrom = ({
  SCHEDULE_NAME: name,
  SCHEDULE_EXPRESSION: expression,
}: Readonly<Record<string, string | undefined>>): Schedule | undefined =>
  name && expression ? { name, expression } : undefined;

/** Whether an entry is one of its firings. */
export const isFiring = ({ stream, subject }: Entry, { name }: Schedule): boolean =>
  stream === "schedule" && subject === name;

/**
 * What became of a schedule in a time range; `found` are the firings in the log. Nothing is missed that may still come. Where
 * its expression cannot be read, nothing is expected, and `detail` says why.
 */
export const firingsIn = async (
  { page }: Pick<Reader, "page">,
  { name, expression }: Schedule,
  { from, to, found, now }: TimeRange & { readonly found: readonly string[]; readonly now: number },
) => {
  const settled = isoOf(now - SETTLE_MS);
  const timeRange = { from, to: to < settled ? to : settled };
  if (timeRange.from >= timeRange.to) return undefined;
  const before = { streams: ["schedule"], subject: name, to: from, order: "desc", limit: 1 } as const;
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
