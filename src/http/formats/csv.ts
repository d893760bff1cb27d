import { stringify } from "csv-stringify/sync";
import type { Format } from "../format.ts";

const columns = ["time", "stream", "type", "source", "subject", "id", "recordedtime", "outoforder", "result", "data"];

/**
 * A table for spreadsheets (RFC 4180), one row an entry, its data as JSON text. What a spreadsheet would take for a formula
 * gets an apostrophe before it: https://owasp.org/www-community/attacks/CSV_Injection
 */
export const csv: Format = {
  type: "text/csv; charset=utf-8; header=present",
  write: ({ entries }) =>
    stringify(
      entries.map(({ data, data_base64, ...entry }) => ({ ...entry, data: data_base64 ?? JSON.stringify(data) })),
      {
        header: true,
        columns,
        cast: { boolean: String },
        escape_formulas: true,
        record_delimiter: "windows",
      },
    ),
};
