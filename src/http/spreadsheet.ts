import { stringify } from "csv-stringify/sync";

/** The media type of {@link spreadsheet}. */
export const CSV = "text/csv; charset=utf-8; header=present";

/** A table as CSV (RFC 4180), with a header row. What a spreadsheet would take for a formula gets an apostrophe before it. */
export const spreadsheet = (columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string =>
  stringify([...rows], {
    header: true,
    columns: [...columns],
    cast: { boolean: String },
    escape_formulas: true,
    record_delimiter: "windows",
  });
