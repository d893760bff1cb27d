import * as z from "zod";
import { instant } from "../log/fields.ts";
import { FIRST_MS, isoOf } from "../log/time.ts";

const AGO = /^-(\d{1,6})([smhd])$/;
const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A time in a query: RFC 3339, or so long ago, as in `-90s`, `-15m`, `-1h`, `-7d`. Gives the time in RFC 3339, UTC, milliseconds,
 * once it is told what is now (ms since 1970).
 */
export const queryTime = z
  .string()
  .transform((text) => text.replace(" ", "+")) // an unescaped + in a query is a space: the offset of a time is meant
  .transform((text, context): ((now: number) => string) => {
    const [, count, unit = ""] = AGO.exec(text) ?? [];
    if (count !== undefined) return (now) => isoOf(Math.max(FIRST_MS, now - Number(count) * lengthOf(unit)));
    const time = instant.safeParse(text);
    if (time.success) return () => time.data;
    const message = `${time.error.issues[0]?.message}; or so long ago, as in -15m, -1h or -7d`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  })
  .meta({ anyOf: [{ format: "date-time" }, { pattern: AGO.source }] });

const lengthOf = (unit: string): number => (unit === "s" || unit === "m" || unit === "h" ? UNITS[unit] : UNITS.d);
