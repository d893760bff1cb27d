import { stringify } from "csv-stringify/sync";

/** The media type of {@link spreadsheet}. */
export const CSV = "text/csv; charset=utf-8; header=present";

/**
 * A table as CSV (RFC 4180), with a header row. If a spreadsheet could take a text for a formula, an apostrophe is put before it:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export const spreadsheet = (columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string =>
  stringify([...rows], {
    header: true,
    columns: [...columns],
    cast: { boolean: String, string: withoutFormulas },
    record_delimiter: "windows",
    quote_record_delimiter: true, // quotes fields with a single CR or LF too
  });

/** Invisible characters, which a spreadsheet may skip at the beginning of a cell. */
const BLANK = String.raw`[\s\p{Cc}\p{Cf}]*`;
/** A formula begins with one of these. Spreadsheets take the full-width forms for the same signs. */
const SIGN = "[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20]";
/** Matches at the start of a field that begins with a formula, a tab or a line break. */
const AT_START = new RegExp(`^(?=${BLANK}${SIGN}|[\\t\\r\\n])`, "u");
/** Matches before a formula that follows the beginning of a new cell: a line break, a tab, or the semicolon that separates cells in many locales. */
const INSIDE = new RegExp(`(?<=[\\r\\n\\t;])(?=(?:(?![\\r\\n\\t])[\\s\\p{Cc}\\p{Cf}"])*${SIGN})`, "gu");
/** A number as JSON writes it is not a formula, even if it is negative. It stays a number. */
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

const withoutFormulas = (text: string): string =>
  NUMBER.test(text) ? text : text.replace(AT_START, "'").replace(INSIDE, "'");
