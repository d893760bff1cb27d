import type { Redriven } from "../../redrive/redriven.ts";
import { describeBatch } from "../../redrive/streamBatch.ts";
import type { Rows } from "./records.ts";

/** What becomes, or became, of one record of a message of the failure queue, or of a whole message. */
interface Row {
  readonly status: Redriven["status"];
  readonly function?: string;
  /** The id of the request that delivered the event first. All records of a message have the same one. */
  readonly requestId?: string;
  /** What was in the log before: the record as an entry (kept) or as a rejection, or nothing of it (missing). */
  readonly before?: "kept" | "rejected" | "missing";
  readonly id?: string | undefined;
  readonly subject?: string | undefined;
  /** How many records a message has, and how many of them were in the log before: if the records themselves are not known. */
  readonly records?: number;
  readonly kept?: number;
  readonly error: string;
}

/** Records in a failure queue. */
export const redrivenRows: Rows<Row> = {
  columns: [
    { name: "STATUS", usual: 10 },
    { name: "FUNCTION", least: 10, usual: 12, cut: "middle" },
    { name: "SUBJECT", least: 14, usual: 20, cut: "middle" },
    { name: "BEFORE", usual: 8 },
    { name: "ID", isOptional: true },
    { name: "ERROR", least: 30 },
  ],
  rowsOf: ({ status, function: name = "", subject, before, id = "", records, kept, error }) => [
    [
      status,
      name,
      subject ?? (records === undefined ? "" : `${records} records`),
      before ?? (kept === undefined ? "" : `${kept} kept`),
      id,
      error,
    ],
  ],
};

/** The rows of a message: one for each of its records, if they are known. */
export const rowsOf = (result: Redriven): readonly Row[] => {
  const { status } = result;
  if (status === "unreadable") return [{ status, error: result.error }];
  if (status === "instream") {
    const { functionArn, records } = result.batch;
    return [{ status, function: nameOf(functionArn), records, error: describeBatch(result.batch) }];
  }
  const { functionArn, requestId, error } = result.deadLetter;
  const message = { status, function: nameOf(functionArn), requestId };
  if (status === "failing") return [{ ...message, error: result.error }];
  const { each = [], leftOut = 0, records, kept } = result.found;
  if (each.length === 0) return [{ ...message, records, kept, error }];
  return [
    ...each.map(({ status: before, ...record }) => ({ ...message, before, ...record, error })),
    ...(leftOut === 0
      ? []
      : [{ ...message, records: leftOut, error: "These records did not fit in the answer of the function" }]),
  ];
};

/** The name of a function that did not say what is known of each record. */
export const onlyCounts = (result: Redriven): string | undefined =>
  "found" in result && result.found.each === undefined ? nameOf(result.deadLetter.functionArn) : undefined;

const nameOf = (functionArn: string): string => functionArn.split(":")[6] ?? functionArn;
