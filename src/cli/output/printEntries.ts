import type { Entry } from "../../log/entry.ts";
import type { Context } from "../context.ts";
import type { Printing } from "../flags/output.ts";
import { newRecords, type Rows } from "./records.ts";

/** Prints entries, page by page. On a terminal, it says so if there are none, or more. */
export const printEntries = async (
  context: Context,
  flags: Printing,
  rows: Rows<Entry>,
  pages: AsyncIterable<{ readonly entries: readonly Entry[]; readonly hasMore: boolean }>,
): Promise<void> => {
  const records = newRecords(context, flags, rows);
  let printed = 0;
  let isCut = false;
  for await (const { entries, hasMore } of pages) {
    await records.print(entries);
    printed += entries.length;
    isCut = hasMore;
  }
  if (!context.out.isTerminal) return;
  if (printed === 0) await context.err.write("No entries\n");
  else if (isCut) await context.err.write(`${printed} shown. There are more: use --since or --limit\n`);
};
