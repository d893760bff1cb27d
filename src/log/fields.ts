import * as z from "zod";
import { FIRST_MS, isoOf, LAST_MS } from "./time.ts";

/** A point in time. `origintime` is how it was sent, where milliseconds cannot hold it: a finer time, or a leap second. */
export interface Moment {
  /** RFC 3339, UTC, milliseconds; cut, not rounded. */
  readonly time: string;
  readonly origintime?: string;
}

// Where a number is a JSON.rawJSON object, the message says what was sent.
const string = z.string({
  error: ({ input }) => (JSON.isRawJSON(input) ? "Invalid input: expected string, received number" : undefined),
});

const MAX_TIME = 100; // of characters: `origintime` is kept
const RFC_3339 = z.iso.datetime({ offset: true });
const LEAP_SECOND = /(?<=T\d\d:\d\d:)60(?:\.\d+)?/;
const LEAP_DAY = /^\d{4}-(?:06-30|12-31)T23:59:59/;
const FINER = /(\.\d{3})\d*[1-9]\d*/;

/**
 * A point in time as RFC 3339 writes it, with any offset and precision, of the years 0000 to 9999 in UTC. It may be in lower
 * case (RFC 3339, section 5.6). A leap second becomes the last millisecond of the second before it.
 */
export const moment = string
  .transform((sent, context): Moment => {
    const read = readTime(sent);
    if ("time" in read) return read;
    context.addIssue({ code: "custom", message: read.fault });
    return z.NEVER;
  })
  .meta({ format: "date-time" });

/** The same, where only the time is of use: RFC 3339, UTC, milliseconds. */
export const instant = moment.transform(({ time }) => time);

const readTime = (sent: string): Moment | { readonly fault: string } => {
  const text = sent.toUpperCase();
  const isLeap = LEAP_SECOND.test(text);
  const usual = text.replace(LEAP_SECOND, "59.999");
  if (sent.length > MAX_TIME || !RFC_3339.safeParse(usual).success)
    return { fault: "Invalid time: expected RFC 3339, as in 2026-01-31T12:00:00Z" };
  const ms = Date.parse(usual.replace(FINER, "$1"));
  if (ms < FIRST_MS || ms > LAST_MS) return { fault: "Invalid time: expected a year of 0000 to 9999 in UTC" };
  const time = isoOf(ms);
  if (isLeap && !LEAP_DAY.test(time))
    return { fault: "Invalid time: a second 60 is there only at 23:59:60 UTC on 30 June and on 31 December" };
  return isLeap || FINER.test(usual) ? { time, origintime: sent } : { time };
};

/**
 * A text that is not empty, has at most `max` characters, and is Unicode: no lone surrogate, which UTF-8 cannot carry. Characters
 * are counted as JSON Schema counts them, by code points, and not as Zod does, by UTF-16 units.
 */
export const text = (max: number) => string.pipe(unicode(max).meta({ maxLength: max }));

/** A text that can be a CloudEvents attribute: without control characters and noncharacters. */
export const attribute = (max: number) =>
  string.pipe(
    unicode(max)
      .refine((value) => !NOT_IN_ATTRIBUTES.test(value), CONTROL)
      .meta({ maxLength: max, pattern: ATTRIBUTE }),
  );

/** What is wrong with a String of CloudEvents (CloudEvents 1.0.2, Type System); `undefined` where nothing is. */
export const attributeFault = (value: string): string | undefined => {
  if (!value.isWellFormed()) return HALF_A_PAIR;
  return NOT_IN_ATTRIBUTES.test(value) ? CONTROL : undefined;
};

const HALF_A_PAIR = "Invalid text: it holds half of a surrogate pair";
const CONTROL =
  "Invalid text: it holds a control character or a noncharacter, which no CloudEvents attribute may (CloudEvents 1.0.2, Type System)";
const NOT_IN_ATTRIBUTES = /[\p{Cc}\p{Noncharacter_Code_Point}]/u;

/** The same as a pattern for JSON Schema, of the Basic Multilingual Plane: not every reader of JSON Schema knows `\p`. */
export const ATTRIBUTE = "^[^\\u0000-\\u001f\\u007f-\\u009f\\ufdd0-\\ufdef\\ufffe\\uffff]*$";

// Piped, because Zod asks whatever has a `length` for its length, and throws where that is no number: {"length": {"toString": 1}}.
const unicode = (max: number) =>
  z
    .string()
    .min(1)
    .refine((value) => value.length <= max || [...value].length <= max, `Too long: expected at most ${max} characters`)
    .refine((value) => value.isWellFormed(), HALF_A_PAIR);
