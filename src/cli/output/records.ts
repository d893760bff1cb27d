import { printableJson } from "../../log/printable.ts";
import type { Context } from "../context.ts";
import type { Printing } from "../flags/output.ts";
import { type Column, newTable } from "./table.ts";

/** How one kind of record becomes a row of a table. */
export interface Rows<T> {
  readonly columns: readonly Column[];
  readonly rowsOf: (record: T) => readonly (readonly string[])[];
}

/** Prints records: a table on a terminal, one compact JSON object a line with `--json` or in a pipe. */
export const newRecords = <T>({ out }: Pick<Context, "out">, { json }: Printing, rows: Rows<T>) => {
  if (json || !out.isTerminal)
    return { print: (records: readonly T[]) => out.write(records.map((one) => jsonLine(out, one)).join("")) };
  const table = newTable(out, rows.columns);
  return { print: (records: readonly T[]) => table.print(records.flatMap(rows.rowsOf)) };
};

/** One compact JSON object and a line break. */
export const jsonLine = (out: Context["out"], record: unknown): string => {
  const json = JSON.stringify(record);
  return `${out.isTerminal ? printableJson(json) : json}\n`;
};

/** One object for a person or a program: indented on a terminal, compact in a pipe. */
export const jsonText = (out: Context["out"], record: unknown): string =>
  out.isTerminal ? `${printableJson(JSON.stringify(record, null, 2))}\n` : `${JSON.stringify(record)}\n`;
