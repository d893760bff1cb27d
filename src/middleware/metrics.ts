/**
 * The fields of a line that CloudWatch reads as metrics, by service and stream. They are those that Powertools for AWS Lambda writes:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const metricsOf = (stream: string, counts: Readonly<Record<string, number>>) => ({
  _aws: {
    Timestamp: Date.now(),
    CloudWatchMetrics: [
      {
        Namespace: "Tributary",
        Dimensions: [["service", "stream"]],
        Metrics: Object.keys(counts).map((Name) => ({ Name, Unit: "Count" })),
      },
    ],
  },
  service: process.env["POWERTOOLS_SERVICE_NAME"]?.trim() || "service_undefined",
  stream,
  ...counts,
});
