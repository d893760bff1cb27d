import { isoOf } from "../../../log/time.ts";

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
] as const;

/** How long ago a time was, as in `5m`. A time ahead has a plus sign, as in `+2h`. Both are in ms since 1970. */
export const ago = (time: number, now: number): string => {
  const distance = Math.abs(now - time);
  const [unit, length] = UNITS.find(([, length]) => distance >= length) ?? ["s", 1_000];
  const text = `${Math.floor(distance / length)}${unit}`;
  if (text === "0s") return "now";
  return time > now ? `+${text}` : text;
};

/** A time in UTC, as in `28 Nov 2026, 04:05:06.789 UTC`. */
export const utc = (ms: number): string => {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return "";
  const [, time = ""] = isoOf(ms).split("T");
  return `${day(date)} ${date.getUTCFullYear()}, ${time.replace("Z", "")} UTC`;
};

/** A short time in UTC, as in `28 Nov 04:05`. */
export const short = (ms: number): string => `${day(new Date(ms))} ${clock(ms)}`;

/** As in `04:05`. */
const clock = (ms: number): string => isoOf(ms).slice(11, 16);

/** As in `28 Nov`. */
const day = (date: Date): string => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** How long something takes, as in `1.2 s`, `5 min`, `2 h` or `3 d`. */
export const duration = (ms: number): string => {
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 60_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  if (ms < 3_600_000) return `${Number((ms / 60_000).toFixed(1))} min`;
  if (ms < 172_800_000) return `${Number((ms / 3_600_000).toFixed(1))} h`;
  return `${Number((ms / 86_400_000).toFixed(1))} d`;
};

/** A label of the time axis: the clock, or the day at midnight and for long steps. */
export const tick = (ms: number, stepMs: number): string => {
  const date = new Date(ms);
  return stepMs >= 86_400_000 || ms % 86_400_000 === 0 ? day(date) : clock(ms);
};
