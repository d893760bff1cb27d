import type { Request } from "@middy/core";
import { head } from "../log/clip.ts";
import type { Outcome } from "../schemas/kit/trigger.ts";
import { metricsOf } from "./metrics.ts";
import { outcomesOf } from "./outcomes.ts";

// These limits keep a line below 256 KB. CloudWatch may split a longer line, and reads no metrics from the parts.
const MAX_IDS = 200;
const MAX_FAILURES = 20;
const ERROR_BYTES = 1_000;

/**
 * The fields of the request log for an event: how many records it had, how many ended in each status, and which could not be kept.
 * `truncated` counts the records whose data was cut. An event with an unknown envelope is logged as an error, because the function is
 * connected to a wrong source. CloudWatch makes metrics by stream from the counts that alarms watch (embedded metric format).
 */
export const countOutcomes = (stream: string) => (request: Request) => {
  const outcomes = outcomesOf(request);
  const ids: string[] = [];
  const failures: { readonly record: number; readonly error: string }[] = [];
  const counts = { written: 0, duplicate: 0, rejected: 0, failed: 0, toolarge: 0 };
  let truncated = 0;
  for (const [record, outcome] of outcomes.entries()) {
    counts[outcome.status] += 1;
    if ("id" in outcome) ids.push(outcome.id);
    if ("truncated" in outcome && outcome.truncated) truncated += 1;
    if (outcome.status === "failed") failures.push({ record, error: head(String(outcome.error), ERROR_BYTES) });
  }
  const unknown = outcomes.find(isUnknown);
  return {
    ...(unknown && { level: "error", error: unknown.issues[0]?.message }),
    ...(failures.length > 0 && { level: "error", failures: failures.slice(0, MAX_FAILURES) }),
    ...(failures.length > MAX_FAILURES && { morefailures: failures.length - MAX_FAILURES }),
    ids: ids.slice(0, MAX_IDS),
    ...(ids.length > MAX_IDS && { moreids: ids.length - MAX_IDS }),
    received: outcomes.length,
    ...counts,
    truncated,
    // The alarms of template.yaml watch these counts. Each metric costs 0.30 USD a month for each stream, so other counts are no metrics.
    ...metricsOf(stream, {
      rejected: counts.rejected,
      failed: counts.failed,
      ...(truncated > 0 && { truncated }), // only if needed, because an unused metric costs nothing
    }),
  };
};

type Rejected = Extract<Outcome<unknown>, { readonly status: "rejected" }>;

const isUnknown = (outcome: Outcome<unknown>): outcome is Rejected =>
  outcome.status === "rejected" && outcome.reason === "envelope";
