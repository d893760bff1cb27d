import { styleText } from "node:util";
import stringWidth from "string-width";
import { printable } from "../../log/printable.ts";
import type { Output } from "../context.ts";
import { type Cut, cut, padded } from "./cut.ts";

/** A column of a table. */
export interface Column {
  readonly name: string;
  /** The fewest columns of the terminal that its texts can be cut to. Without it, they are never cut. */
  readonly least?: number;
  readonly cut?: Cut;
  /** Left out if the terminal is too narrow. */
  readonly isOptional?: boolean;
  /** Its width has room for this many columns even if the first rows need fewer. */
  readonly usual?: number;
  readonly isNumber?: boolean;
}

const GAP = "  ";

/**
 * Prints a table on a terminal, as wide as the terminal. Rows can be printed in several parts: the first part decides how wide
 * the columns are.
 */
export const newTable = (out: Output, columns: readonly Column[]) => {
  let widths: ReadonlyMap<Column, number> | undefined;
  const line = (cells: readonly string[], fits: ReadonlyMap<Column, number>): string =>
    columns
      .flatMap((column, index) => {
        const width = fits.get(column);
        if (width === undefined) return [];
        const text = cells[index] ?? "";
        const fitted = column.least === undefined ? text : cut(text, width, column.cut ?? "end");
        return [column.isNumber ? fitted.padStart(width) : padded(fitted, width)];
      })
      .join(GAP)
      .trimEnd();
  return {
    print: async (rows: readonly (readonly string[])[]): Promise<void> => {
      if (rows.length === 0) return;
      const clean = rows.map((row) => row.map(printable));
      if (widths === undefined) {
        widths = widthsOf(columns, clean, out.width);
        const header = line(
          columns.map(({ name }) => name),
          widths,
        );
        await out.write(`${out.hasColor ? styleText("bold", header, { validateStream: false }) : header}\n`);
      }
      const fits = widths;
      await out.write(clean.map((row) => `${line(row, fits)}\n`).join(""));
    },
  };
};

const widthsOf = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  available: number,
): ReadonlyMap<Column, number> => {
  const full = new Map(
    columns.map((column, index) => [
      column,
      Math.max(column.usual ?? 0, column.name.length, ...rows.map((row) => stringWidth(row[index] ?? ""))),
    ]),
  );
  const fitted = shrunk(full, available);
  const optional = columns.findLast(({ isOptional }) => isOptional);
  if (total(fitted) <= available || optional === undefined) return fitted;
  const index = columns.indexOf(optional);
  const without = columns.filter((column) => column !== optional);
  return widthsOf(
    without,
    rows.map((row) => row.toSpliced(index, 1)),
    available,
  );
};

/** The widest column that can be cut becomes narrower until the table fits, the optional ones first. */
const shrunk = (widths: ReadonlyMap<Column, number>, available: number): ReadonlyMap<Column, number> => {
  const fitted = new Map(widths);
  while (total(fitted) > available) {
    const [widest] = [...fitted]
      .filter(([{ least }, width]) => least !== undefined && width > least)
      .sort(([a, x], [b, y]) => Number(b.isOptional ?? false) - Number(a.isOptional ?? false) || y - x);
    if (widest === undefined) break;
    fitted.set(widest[0], widest[1] - 1);
  }
  return fitted;
};

const total = (widths: ReadonlyMap<Column, number>): number =>
  [...widths.values()].reduce((sum, width) => sum + width, 0) + GAP.length * (widths.size - 1);
