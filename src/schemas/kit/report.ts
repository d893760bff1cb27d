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
  const count = (status: string) => outcomes.filter((outcome) => outcome.status === status).length;
  return {
    received: outcomes.length,
    written: count("written"),
    duplicate: count("duplicate"),
    rejected: count("rejected"),
    ids: outcomes.flatMap((outcome) => ("id" in outcome ? [outcome.id] : [])),
  };
};

const messages = (errors: readonly unknown[]): string => [...new Set(errors.map(errorText))].slice(0, 3).join("; ");
