import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Request } from "@middy/core";
import * as z from "zod";
import type { Stream } from "../log/streams.ts";

const Outcomes = z.object({
  outcomes: z.array(z.object({ status: z.string(), id: z.string().optional(), error: z.unknown().optional() })),
});

const STATUSES = ["written", "duplicate", "rejected", "failed"] as const;
// The counts that alarms of template.yaml watch. Each costs 0.30 USD a month in each stream, so no other count is a metric.
const METRICS = ["rejected", "failed"] as const;
const MAX_IDS = 200; // a line of a CloudWatch log has at most 256 KB
const MAX_FAILURES = 20;

/**
 * For the request log: how many records an event held, how they ended, and which could not be kept. The counts that alarms
 * watch are also metrics by stream, in CloudWatch's embedded metric format: CloudWatch reads them from the line.
 */
export const countOutcomes = (stream: Stream) => (request: Request) => {
  const outcomes = Outcomes.safeParse(request.internal).data?.outcomes ?? [];
  const ids = outcomes.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const failures = outcomes.flatMap(({ status, error }, record) =>
    status === "failed" ? [{ record, error: String(error) }] : [],
  );
  const count = (status: string) => outcomes.filter((outcome) => outcome.status === status).length;
  return {
    ...(failures.length > 0 && { level: "error", failures: failures.slice(0, MAX_FAILURES) }),
    ids: ids.slice(0, MAX_IDS),
    ...(ids.length > MAX_IDS && { moreids: ids.length - MAX_IDS }),
    received: outcomes.length,
    ...Object.fromEntries(STATUSES.map((status) => [status, count(status)])),
    ...metricsOf(stream, count),
  };
};

const metricsOf = (stream: Stream, count: (status: string) => number) => {
  const metrics = new Metrics({ namespace: "Tributary" });
  metrics.addDimension("stream", stream);
  for (const name of METRICS) metrics.addMetric(name, MetricUnit.Count, count(name));
  return metrics.serializeMetrics();
};
