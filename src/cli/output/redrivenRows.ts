import type { Redriven } from "../../redrive/redrive.ts";
import { describeBatch } from "../../redrive/streamBatch.ts";
import type { Rows } from "./records.ts";

/** What becomes, or became, of one message of the failure queue. */
interface Row {
  readonly status: Redriven["status"];
  readonly function?: string;
  /** How many records the event has, and how many of them were in the log before. */
  readonly records?: number;
  readonly kept?: number;
  readonly error: string;
}

/** Messages of a failure queue. */
export const redrivenRows: Rows<Row> = {
  columns: [
    { name: "STATUS", usual: 10 },
    { name: "FUNCTION", least: 12, cut: "middle" },
    { name: "RECORDS", isNumber: true },
    { name: "IN THE LOG", isNumber: true },
    { name: "ERROR", least: 20 },
  ],
  rowsOf: ({ status, function: name = "", records = "", kept = "", error }) => [
    [status, name, String(records), String(kept), error],
  ],
};

/** The row of a message. */
export const rowOf = (result: Redriven): Row => {
  if (result.status === "unreadable") return { status: result.status, error: result.error };
  if (result.status === "instream")
    return {
      status: result.status,
      function: nameOf(result.batch.functionArn),
      records: result.batch.records,
      error: describeBatch(result.batch),
    };
  const { functionArn, error } = result.deadLetter;
  if (result.status === "failing") return { status: result.status, function: nameOf(functionArn), error: result.error };
  return { status: result.status, function: nameOf(functionArn), ...result.found, error };
};

const nameOf = (functionArn: string): string => functionArn.split(":")[6] ?? functionArn;
