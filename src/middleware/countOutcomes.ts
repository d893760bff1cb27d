import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Request } from "@middy/core";
import * as z from "zod";
import { head } from "../log/clip.ts";

const Outcomes = z.object({
  outcomes: z.array(
    z.object({
      status: z.string(),
      id: z.string().optional(),
      truncated: z.boolean().optional(),
      error: z.unknown().optional(),
      reason: z.string().optional(),
      issues: z.array(z.object({ message: z.string() })).optional(),
    }),
  ),
});

const STATUSES = ["written", "duplicate", "rejected", "failed", "toolarge"] as const;
// The alarms of template.yaml watch these counts. Each metric costs 0.30 USD a month for each stream, so other counts are no metrics.
const METRICS = ["rejected", "failed"] as const;
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
  const outcomes = Outcomes.safeParse(request.internal).data?.outcomes ?? [];
  const ids = outcomes.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const failures = outcomes.flatMap(({ status, error }, record) =>
    status === "failed" ? [{ record, error: head(String(error), ERROR_BYTES) }] : [],
  );
  const unknown = outcomes.find(({ reason }) => reason === "envelope");
  const count = (status: string) => outcomes.filter((outcome) => outcome.status === status).length;
  const truncated = outcomes.filter((outcome) => outcome.truncated).length;
  return {
    ...(unknown && { level: "error", error: unknown.issues?.[0]?.message }),
    ...(failures.length > 0 && { level: "error", failures: failures.slice(0, MAX_FAILURES) }),
    ...(failures.length > MAX_FAILURES && { morefailures: failures.length - MAX_FAILURES }),
    ids: ids.slice(0, MAX_IDS),
    ...(ids.length > MAX_IDS && { moreids: ids.length - MAX_IDS }),
    received: outcomes.length,
    ...Object.fromEntries(STATUSES.map((status) => [status, count(status)])),
    truncated,
    ...metricsOf(stream, count, truncated),
  };
};

const metricsOf = (stream: string, count: (status: string) => number, truncated: number) => {
  const metrics = new Metrics({ namespace: "Tributary" });
  metrics.addDimension("stream", stream);
  for (const name of METRICS) metrics.addMetric(name, MetricUnit.Count, count(name));
  if (truncated > 0) metrics.addMetric("truncated", MetricUnit.Count, truncated); // only if needed, because an unused metric costs nothing
  return metrics.serializeMetrics();
};
