import * as z from "zod";
import { FIRST_MS, isoOf, LAST_MS } from "./time.ts";

/** A point in time. `origintime` is the text that was sent, if milliseconds cannot hold it: a finer time, or a leap second. */
export interface Moment {
  /** RFC 3339, UTC, milliseconds; cut, not rounded. */
  readonly time: string;
  readonly origintime?: string;
}

// A number may be a JSON.rawJSON object here. The message must then say "number", not "object".
const string = z.string({
  error: ({ input }) => (JSON.isRawJSON(input) ? "Invalid input: expected string, received number" : undefined),
});

const MAX_TIME_LENGTH = 100; // the entry keeps the text as `origintime`
const RFC_3339 = z.iso.datetime({ offset: true });
const LEAP_SECOND = /(?<=T\d\d:\d\d:)60(?:\.\d+)?/;
const LEAP_DAY = /^\d{4}-(?:06-30|12-31)T23:59:59/;
const BELOW_MILLISECOND = /(\.\d{3})\d*[1-9]\d*/;

/**
 * A point in time in RFC 3339, with any offset and precision, in the years 0000 to 9999 of UTC. Its letters may be in lower case
 * (RFC 3339, section 5.6). A leap second becomes the last millisecond of the second before it.
 *
 * @example
 * const { time, origintime } = moment.parse("2026-01-31T13:00:00.1234567+01:00");
 * console.log(time); // 2026-01-31T12:00:00.123Z
 * console.log(origintime); // the text that was sent, because milliseconds cannot hold it
 */
export const moment = string
  .transform((sent, context): Moment => {
    const read = readTime(sent);
    if ("time" in read) return read;
    context.addIssue({ code: "custom", message: read.fault });
    return z.NEVER;
  })
  .meta({ format: "date-time" });

/**
 * The same as {@link moment}, but only its `time`: RFC 3339, UTC, milliseconds.
 *
 * @example
 * console.log(instant.parse("2026-01-31T13:00:00+01:00")); // 2026-01-31T12:00:00.000Z
 */
export const instant = moment.transform(({ time }) => time);

const readTime = (sent: string): Moment | { readonly fault: string } => {
  const text = sent.toUpperCase();
  const isLeap = LEAP_SECOND.test(text);
  const withoutLeapSecond = text.replace(LEAP_SECOND, "59.999");
  if (sent.length > MAX_TIME_LENGTH || !RFC_3339.safeParse(withoutLeapSecond).success)
    return { fault: "Invalid time: expected RFC 3339, as in 2026-01-31T12:00:00Z" };
  const ms = Date.parse(withoutLeapSecond.replace(BELOW_MILLISECOND, "$1"));
  if (ms < FIRST_MS || ms > LAST_MS) return { fault: "Invalid time: expected a year from 0000 to 9999 in UTC" };
  const time = isoOf(ms);
  if (isLeap && !LEAP_DAY.test(time))
    return { fault: "Invalid time: a leap second is possible only at 23:59:60 UTC on 30 June and on 31 December" };
  return isLeap || BELOW_MILLISECOND.test(withoutLeapSecond) ? { time, origintime: sent } : { time };
};

/**
 * A text of 1 to `max` characters without a lone surrogate, because UTF-8 cannot encode one. Characters are code points, as in JSON
 * Schema. (Zod's own `max` counts UTF-16 units.)
 *
 * @example
 * const Message = z.object({ messageId: text(256) });
 */
export const text = (max: number) =>
  string.check(within(max)).register(z.globalRegistry, { minLength: 1, maxLength: max });

/**
 * A text of 1 to `max` characters that can be an attribute of a CloudEvent, such as its source, its type or its subject: it has no
 * control character and no noncharacter.
 *
 * @example
 * const Sender = z.object({ topic: attribute(2048) });
 */
export const attribute = (max: number) =>
  string
    .check(within(max, NOT_IN_ATTRIBUTES))
    .register(z.globalRegistry, { minLength: 1, maxLength: max, pattern: ATTRIBUTE });

/** Why a text cannot be a String of CloudEvents (CloudEvents 1.0.2, Type System); `undefined` if it can. */
export const attributeFault = (value: string): string | undefined => {
  if (!value.isWellFormed()) return LONE_SURROGATE;
  return NOT_IN_ATTRIBUTES.test(value) ? CONTROL : undefined;
};

const LONE_SURROGATE = "Invalid text: it holds half of a surrogate pair";
const CONTROL =
  "Invalid text: it holds a control character or a noncharacter. A CloudEvents attribute must not hold one (CloudEvents 1.0.2, Type System)";
const NOT_IN_ATTRIBUTES = /[\p{Cc}\p{Noncharacter_Code_Point}]/u;

/** The same rule as a pattern for JSON Schema, for the Basic Multilingual Plane only. Not every JSON Schema validator supports `\p`. */
export const ATTRIBUTE = "^[^\\u0000-\\u001f\\u007f-\\u009f\\ufdd0-\\ufdef\\ufffe\\uffff]*$";

// One check, and not one for each rule, because each makes one more object at the start of a function.
const within = (max: number, forbidden?: RegExp) =>
  z.superRefine((value: string, context) => {
    const fault = (message: string) => context.addIssue({ code: "custom", message });
    if (value === "")
      context.addIssue({ code: "too_small", origin: "string", minimum: 1, inclusive: true, input: value });
    if (value.length > max && [...value].length > max) fault(`Too long: expected at most ${max} characters`);
    if (!value.isWellFormed()) fault(LONE_SURROGATE);
    if (forbidden?.test(value)) fault(CONTROL);
  });
