import * as z from "zod";
import { FIRST_MS, LAST_MS } from "./time.ts";

/**
 * A point in time as RFC 3339 writes it, with any offset and precision, made UTC with milliseconds.
 * In lower case too (RFC 3339, section 5.6), of the years 0000 to 9999 in UTC.
 */
export const instant = z
  .string()
  .toUpperCase()
  .pipe(z.iso.datetime({ offset: true, error: "Invalid time: expected RFC 3339, as in 2026-01-31T12:00:00Z" }))
  .transform((time) => new Date(time))
  .refine(
    (date) => date.getTime() >= FIRST_MS && date.getTime() <= LAST_MS,
    "Invalid time: expected a year of 0000 to 9999 in UTC",
  )
  .transform((date) => date.toISOString());

/**
 * A text that is not empty, has at most `max` characters, and is Unicode: no lone surrogate, which UTF-8 cannot carry. Characters
 * are counted as JSON Schema counts them, by code points, and not as Zod does, by UTF-16 units.
 */
export const text = (max: number) =>
  z.string().pipe(
    // Piped, because Zod asks whatever has a `length` for its length, and throws where that is no number: {"length": {"toString": 1}}.
    z
      .string()
      .min(1)
      .refine(
        (value) => value.length <= max || [...value].length <= max,
        `Too long: expected at most ${max} characters`,
      )
      .refine((value) => value.isWellFormed(), "Invalid text: it holds half of a surrogate pair")
      .meta({ maxLength: max }),
  );
