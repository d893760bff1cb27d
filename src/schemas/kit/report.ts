import { errorText } from "../../log/errorText.ts";
import type { Outcome } from "./trigger.ts";

/** The answer of an asynchronous trigger. Lambda ignores it; `sam local invoke` and a redrive show it. */
export interface Report {
  readonly received: number;
  readonly written: number;
  readonly duplicate: number;
  readonly rejected: number;
  /** The log ids, in the order of the records. */
  readonly ids: readonly string[];
}

/**
 * The `respond` of a trigger that Lambda invokes asynchronously. Returns a report. Throws if a record could not be kept, so that Lambda
 * delivers the event again.
 *
 * @example
 * console.log(reportOrThrow([])); // { received: 0, written: 0, duplicate: 0, rejected: 0, ids: [] }
 */
export const reportOrThrow = (outcomes: readonly Outcome<unknown>[]): Report => {
  const errors = outcomes.flatMap((outcome) => (outcome.status === "failed" ? [outcome.error] : []));
  if (errors.length > 0)
    throw new AggregateError(
      errors,
      `${errors.length} of ${outcomes.length} records could not be kept: ${messages(errors)}`,
    );
  const counts = { written: 0, duplicate: 0, rejected: 0 };
  const ids: string[] = [];
  for (const outcome of outcomes) {
    if (!("id" in outcome)) continue;
    counts[outcome.status] += 1;
    ids.push(outcome.id);
  }
  return { received: outcomes.length, ...counts, ids };
};

const messages = (errors: readonly unknown[]): string => [...new Set(errors.map(errorText))].slice(0, 3).join("; ");
