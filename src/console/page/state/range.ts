import { AGE_UNITS, isoOf } from "../../../log/time.ts";
import type { Place } from "./url.ts";

/** A time range in ms since 1970. Without `to`, it ends now. */
export interface Range {
  readonly from: number;
  readonly to?: number;
}

/** The ranges to choose from, each with its `from`. */
export const PRESETS = [
  ["1 h", "-1h"],
  ["24 h", "-24h"],
  ["7 d", "-7d"],
  ["30 d", "-30d"],
] as const;

/** The range that the page shows if the address names none. */
export const USUAL_FROM = "-24h";

/** The range of a place. */
export const rangeOf = ({ from = USUAL_FROM, to }: Pick<Place, "from" | "to">, now: number): Range => {
  const end = to === undefined ? undefined : timeOf(to, now);
  return { from: timeOf(from, now), ...(end !== undefined && { to: end }) };
};

const timeOf = (text: string, now: number): number => {
  const [, count, unit = ""] = /^-(\d+)([smhdw])$/.exec(text) ?? [];
  return count === undefined ? Date.parse(text) : now - Number(count) * (AGE_UNITS.get(unit) ?? 0);
};

/** The change that moves a range by half of its length. A range that would reach into the future ends now, and grows. */
export const shifted = (range: Range, direction: -1 | 1, now: number): Pick<Place, "from" | "to"> => {
  const { from, to = now } = range;
  const length = to - from;
  const by = (direction * length) / 2;
  return to + by >= now ? upToNow(length) : between(from + by, to + by);
};

/** The change that shows the range between two times. */
export const between = (from: number, to: number): Pick<Place, "from" | "to"> => ({
  from: isoOf(Math.round(from)),
  to: isoOf(Math.round(to)),
});

const upToNow = (length: number): Pick<Place, "from" | "to"> => ({
  from: `-${Math.max(1, Math.round(length / 1_000))}s`,
  to: undefined,
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MOST_BARS = 120;
const STEPS = [1, 2, 5, 10, 15, 30]
  .map((count) => count * MINUTE)
  .concat(
    [1, 2, 3, 6, 12].map((count) => count * HOUR),
    [1, 2, 7, 28, 91, 364].map((count) => count * DAY),
  );

/** How long a bar of the plot is, in ms, and which counts it is made of. */
export const stepOf = ({
  from,
  to,
}: Required<Range>): { readonly step: number; readonly by: "minute" | "hour" | "day" } => {
  const step = STEPS.find((one) => (to - from) / one <= MOST_BARS) ?? 364 * DAY;
  return { step, by: step < HOUR ? "minute" : step < DAY ? "hour" : "day" };
};
