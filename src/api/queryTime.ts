import * as z from "zod";
import { instant } from "../log/fields.ts";
import { lazy } from "../log/lazy.ts";
import { AGE_UNITS, FIRST_MS, isoOf } from "../log/time.ts";

const AGO = /^-(\d{1,6})([smhdw])$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * A time in a query: RFC 3339; a day, which means its beginning in UTC; or an age, as in `-90s`, `-15m`, `-1h`, `-7d`, `-2w`.
 * The result is a function from now (ms since 1970) to the time in RFC 3339, UTC, milliseconds.
 */
export const queryTime = lazy(() =>
  z
    .string()
    .transform((text) => text.replace(" ", "+")) // a + that is not escaped becomes a space. It is the sign of an offset
    .transform((text, context): ((now: number) => string) => {
      const [, count, unit = ""] = AGO.exec(text) ?? [];
      const unitMs = AGE_UNITS.get(unit);
      if (unitMs !== undefined) return (now) => isoOf(Math.max(FIRST_MS, now - Number(count) * unitMs));
      const time = instant.safeParse(DAY.test(text) ? `${text}T00:00:00Z` : text);
      if (time.success) return () => time.data;
      const message = `${time.error.issues[0]?.message}; or a day in UTC, as in 2026-01-31; or an age, as in -15m, -1h, -7d or -2w`;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    })
    .meta({ anyOf: [{ format: "date-time" }, { format: "date" }, { pattern: AGO.source }] }),
);
