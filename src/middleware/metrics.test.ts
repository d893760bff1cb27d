import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { expect, test, vi } from "vitest";
import { metricsOf } from "./metrics.ts";

test.each([undefined, "", "tributary", " tributary "])(
  "the metrics of the service %j are those that Powertools writes",
  (service) => {
    vi.stubEnv("POWERTOOLS_SERVICE_NAME", service);
    const powertools = new Metrics({ namespace: "Tributary" });
    powertools.addDimension("stream", "s3");
    powertools.addMetric("rejected", MetricUnit.Count, 2);
    powertools.addMetric("failed", MetricUnit.Count, 0);
    const { _aws, ...fields } = powertools.serializeMetrics();
    expect(metricsOf("s3", { rejected: 2, failed: 0 })).toEqual({
      ...fields,
      _aws: { ..._aws, Timestamp: expect.any(Number) },
    });
  },
);
