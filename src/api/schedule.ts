import type { Entry } from "../log/entry.ts";
import type { Reader } from "../log/read.ts";
import { SETTLE_MS } from "../log/settled.ts";
import { firingsOf } from "./firings.ts";
import type { Span } from "./piece.ts";
import { unavailable } from "./refusal.ts";

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
 * What became of a schedule in a span, of which `found` are the firings in the log. Nothing is missed that may still come. Where
 * its expression cannot be read, nothing is expected, and `detail` says why.
 */
export const firingsIn = async (
  { page }: Pick<Reader, "page">,
  { name, expression }: Schedule,
  { from, to, found, now }: Span & { readonly found: readonly string[]; readonly now: number },
) => {
  const settled = new Date(now - SETTLE_MS).toISOString();
  const span = { from, to: to < settled ? to : settled };
  if (span.from >= span.to) return undefined;
  const before = { streams: ["schedule"], subject: name, to: from, order: "desc", limit: 1 } as const;
  const { entries } = await page(before).catch(unavailable);
  const { until, ...firings } = readably(
    () => firingsOf(expression, { ...span, found, previous: entries[0]?.time }),
    span,
  );
  const within = found.filter((time) => span.from <= time && time < until);
  return { schedule: name, expression, from, to: until, ...firings, found: within };
};

const readably = (read: () => ReturnType<typeof firingsOf>, { to }: Span) => {
  try {
    return read();
  } catch (error) {
    return { expected: [], missed: [], until: to, detail: error instanceof Error ? error.message : String(error) };
  }
};
