import { FIRST_MS, isoOf } from "../../log/time.ts";

/** The possible lengths of a bucket, in UTC. A week begins on Monday (ISO 8601). */
export const LENGTHS = ["minute", "hour", "day", "week"] as const;
export type Length = (typeof LENGTHS)[number];

const DAY_MS = 86_400_000;
const MS: Readonly<Record<Length, number>> = { minute: 60_000, hour: 3_600_000, day: DAY_MS, week: 7 * DAY_MS };
/** The first Monday of 1970. */
const MONDAY_MS = 4 * DAY_MS;

/** The beginning of the bucket with this time (inclusive): RFC 3339, UTC, milliseconds. */
export const startOfBucket = (time: string, length: Length): string => isoOf(Math.max(FIRST_MS, startMs(time, length)));

/** The end of the bucket with this time (exclusive): RFC 3339, UTC, milliseconds. */
export const endOfBucket = (time: string, length: Length): string => isoOf(startMs(time, length) + MS[length]);

const startMs = (time: string, length: Length): number => {
  const origin = length === "week" ? MONDAY_MS : 0;
  return Math.floor((Date.parse(time) - origin) / MS[length]) * MS[length] + origin;
};
