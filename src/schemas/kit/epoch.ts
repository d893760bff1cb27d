import * as z from "zod";
import { FIRST_MS, isoOf, LAST_MS } from "../../log/time.ts";

const ofMs = z
  .number()
  .refine((ms) => ms >= FIRST_MS && ms <= LAST_MS, "Invalid time: expected a year from 0000 to 9999 in UTC")
  .transform(isoOf);

/** A text with milliseconds since 1970, as RFC 3339 in UTC. */
export const epochMilliseconds = z
  .string()
  .regex(/^\d{1,15}$/, "Invalid time: expected milliseconds since 1970, as in 1769774400000")
  .transform(Number)
  .pipe(ofMs);

/** A number of seconds since 1970, as RFC 3339 in UTC with milliseconds. A fraction of a millisecond is rounded. */
export const epochSeconds = z
  .number()
  .transform((seconds) => Math.round(seconds * 1000)) // 1769774400.123 is 1769774400122.9999 ms
  .pipe(ofMs);
