import { isoOf } from "../../log/time.ts";
import type { Bucket } from "../api/allCounts.ts";

const LENGTH_MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const LONGEST_GAP = 3;

/** A plot for a terminal of this width: a line with a bar for each bucket, in the order of their times. Long gaps become one line. */
export const bars = (buckets: readonly Bucket[], by: string, width: number): string => {
  const most = Math.max(0, ...buckets.map(({ count }) => count));
  const digits = String(most).length;
  const length = LENGTH_MS[by] ?? 0;
  return buckets
    .flatMap(({ time, count }, index) => {
      const label = labelOf(time, by);
      const room = Math.max(1, width - label.length - digits - 4);
      const line = `${label}  ${String(count).padStart(digits)}  ${bar(most === 0 ? 0 : (count / most) * room)}`;
      const previous = buckets[index - 1];
      return previous === undefined ? [line] : [...gap(previous.time, time, length, by, digits), line];
    })
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
};

/** The empty buckets between two others. */
const gap = (after: string, before: string, length: number, by: string, digits: number): readonly string[] => {
  const missing = length === 0 ? 0 : Math.round((Date.parse(before) - Date.parse(after)) / length) - 1;
  if (missing > LONGEST_GAP) return [`${" ".repeat(labelOf(after, by).length)}  … ${missing} without entries`];
  return Array.from({ length: missing }, (_, index) => {
    const time = isoOf(Date.parse(after) + (index + 1) * length);
    return `${labelOf(time, by)}  ${"0".padStart(digits)}`;
  });
};

const bar = (length: number): string => {
  if (length === 0) return "";
  const eighths = Math.max(1, Math.round(length * 8));
  return "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
};

const labelOf = (time: string, by: string): string =>
  by === "day" || by === "week" ? time.slice(0, 10) : `${time.slice(0, 16)}Z`;
