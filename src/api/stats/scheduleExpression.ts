import { Cron } from "croner";
import { errorText } from "../../log/errorText.ts";
import { instant } from "../../log/fields.ts";

/** The times at which a schedule fires, in ms. */
export type Times =
  /** At a rate. The expression does not say when it began. */
  | { readonly every: number }
  /** At the times of the expression. All are in ms since 1970. */
  | {
      /** The times from `from` on, ascending. The sequence can be endless. */
      readonly timesFrom: (from: number) => Iterable<number>;
      /** The time that is the last one before `to` if `n` is 1, the one before it if `n` is 2, and so on. */
      readonly nthBefore: (n: number, to: number) => number | undefined;
    };

/**
 * Reads an expression of EventBridge Scheduler, `rate(…)`, `cron(…)` or `at(…)`, in UTC.
 * Throws an error that names the wrong part.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export const parseScheduleExpression = (expression: string): Times => {
  const [, kind = "", text = ""] = /^(rate|cron|at)\(([^()]*)\)$/.exec(expression.trim()) ?? [];
  try {
    if (kind === "rate") return rate(text.trim());
    if (kind === "cron") return cron(text.trim());
    if (kind === "at") return at(text.trim());
    throw new Error("expected rate(…), cron(…) or at(…)");
  } catch (error) {
    const reason = errorText(error);
    throw new Error(`The schedule's expression "${expression}" cannot be read: ${reason}`, { cause: error });
  }
};

/** The same, but `detail` says why an expression cannot be read. */
export const timesOf = (expression: string): Times | { readonly detail: string } => {
  try {
    return parseScheduleExpression(expression);
  } catch (error) {
    return { detail: errorText(error) };
  }
};

const UNITS = new Map([
  ["minute", 60_000],
  ["hour", 3_600_000],
  ["day", 86_400_000],
]);

const rate = (text: string): Times => {
  const [, count, unit = ""] = /^(\d{1,9})\s+(minute|hour|day)s?$/.exec(text) ?? [];
  const every = Number(count) * (UNITS.get(unit) ?? 0);
  if (!(every > 0))
    throw new Error("expected a number of at least 1 and minutes, hours or days, as in rate(5 minutes)");
  return { every };
};

const at = (text: string): Times => {
  const time = instant.safeParse(`${text}Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) || !time.success)
    throw new Error("expected yyyy-mm-ddThh:mm:ss, as in at(2026-01-31T12:00:00)");
  const ms = Date.parse(time.data);
  return {
    timesFrom: (from) => (ms < from ? [] : [ms]),
    nthBefore: (n, to) => (n === 1 && ms < to ? ms : undefined),
  };
};

// The values that AWS allows. Croner allows more: it reads day 8 as a Sunday, and a text with a colon as a date.
const FIELDS = [
  ["minutes", /^[\d,\-*/]+$/, "0-59 and , - * /"],
  ["hours", /^[\d,\-*/]+$/, "0-23 and , - * /"],
  ["day-of-month", /^(\?|[\d,\-*/LW]+)$/, "1-31 and , - * ? / L W"],
  ["month", /^[\dA-Z,\-*/]+$/, "1-12 or JAN-DEC and , - * /"],
  ["day-of-week", /^(\?|[1-7A-Z,\-*/#]+)$/, "1-7 or SUN-SAT and , - * ? / L #"],
  ["year", /^[\d,\-*/]+$/, "1970-2199 and , - * /"],
] as const;

const cron = (text: string): Times => {
  const fields = text.toUpperCase().split(/\s+/);
  if (fields.length !== FIELDS.length)
    throw new Error(`expected six fields, ${FIELDS.map(([name]) => name).join(", ")}, not ${fields.length}`);
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year = ""] = FIELDS.map(([name, allowed, values], index) => {
    const field = fields[index] ?? "";
    if (!allowed.test(field)) throw new Error(`${name} is "${field}"; expected ${values}`);
    return field;
  });
  if ((dayOfMonth === "?") === (dayOfWeek === "?"))
    throw new Error("expected ? as either day-of-month or day-of-week, but not as both");
  // AWS differs from croner: L alone is the last day of the week, a Saturday, and steps of years count from 1970.
  const day = dayOfWeek === "L" ? "SAT" : dayOfWeek;
  const pattern = `0 ${minutes} ${hours} ${dayOfMonth} ${month} ${day} ${year.replace("*/", "1970/")}`;
  const times = new Cron(pattern, { mode: "7-part", utcOffset: 0, alternativeWeekdays: true, sloppyRanges: true });
  return {
    timesFrom: (from) =>
      // Croner begins after the given time.
      Iterator.from(times.enumerate(new Date(from - 1))).map((time) => time.getTime()),
    nthBefore: (n, to) => times.previousRuns(n, new Date(to))[n - 1]?.getTime(),
  };
};
