import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Request } from "@middy/core";
import * as z from "zod";
import { head } from "../log/clip.ts";
import type { Stream } from "../log/streams.ts";

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
// The counts that alarms of template.yaml watch. Each costs 0.30 USD a month in each stream, so no other count is a metric.
const METRICS = ["rejected", "failed"] as const;
// CloudWatch takes a line of 256 KB whole, and reads no metrics from a part of a line.
const MAX_IDS = 200;
const MAX_FAILURES = 20;
const ERROR_BYTES = 1_000;

/**
 * For the request log: how many records an event had, how they ended, and which could not be kept. Each record ended in one
 * of the statuses; `truncated` counts those whose data was cut. An event that the function does not know at all is an error:
 * something is connected to it that should not be. The counts that alarms watch are also metrics by stream, which CloudWatch
 * takes from this line of the log (embedded metric format).
 */
export const countOutcomes = (stream: Stream) => (request: Request) => {
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

const metricsOf = (stream: Stream, count: (status: string) => number, truncated: number) => {
  const metrics = new Metrics({ namespace: "Tributary" });
  metrics.addDimension("stream", stream);
  for (const name of METRICS) metrics.addMetric(name, MetricUnit.Count, count(name));
  if (truncated > 0) metrics.addMetric("truncated", MetricUnit.Count, truncated); // rare, and so usually free
  return metrics.serializeMetrics();
};
