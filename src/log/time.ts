/** The first and the last millisecond that an RFC 3339 time can name in UTC, in ms since 1970. */
export const FIRST_MS = Date.parse("0000-01-01T00:00:00.000Z");
export const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

/** Writes ms since 1970 in RFC 3339, UTC, with milliseconds. The log stores and returns all times in this form. */
export const isoOf = (ms: number): string => new Date(ms).toISOString();

/** The units of an age, as in `15m`, in ms. */
export const AGE_UNITS: ReadonlyMap<string, number> = new Map([
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
  ["w", 604_800_000],
]);

/** The earliest time that an event can have. */
export const BEGINNING = isoOf(FIRST_MS);

/** `from <= time < to`, RFC 3339, UTC, milliseconds. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}
