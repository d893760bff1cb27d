import { printable } from "../../log/printable.ts";
import type { Redriven } from "../../redrive/redriven.ts";
import type { Context } from "../context.ts";
import type { Printing } from "../flags/output.ts";
import { newRecords } from "./records.ts";
import { onlyCounts, redrivenRows, rowsOf } from "./redrivenRows.ts";

/** How many messages wait, were redriven or stay, and how many records they have and had in the log before. */
interface Counts {
  readonly waiting: number;
  readonly redriven: number;
  readonly staying: number;
  readonly records: number;
  readonly kept: number;
}

/** Prints what becomes, or became, of each record. Says on stderr which functions could not tell their records apart. */
export const printRedriven = async (
  context: Context,
  results: AsyncIterable<Redriven>,
  printing: Printing,
): Promise<Counts> => {
  const records = newRecords(context, printing, redrivenRows);
  const old = new Set<string>();
  let counts = { waiting: 0, redriven: 0, staying: 0, records: 0, kept: 0 };
  for await (const result of results) {
    await records.print(rowsOf(result));
    counts = withResult(counts, result);
    const name = onlyCounts(result);
    if (name !== undefined) old.add(name);
  }
  for (const name of old)
    await context.err.write(
      `${printable(name)} has an older version, which only counts its records: deploy it again to see each one\n`,
    );
  return counts;
};

const withResult = (counts: Counts, result: Redriven): Counts => {
  if (result.status !== "waiting" && result.status !== "redriven") return { ...counts, staying: counts.staying + 1 };
  return {
    ...counts,
    [result.status]: counts[result.status] + 1,
    records: counts.records + result.found.records,
    kept: counts.kept + result.found.kept,
  };
};
