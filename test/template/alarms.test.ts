import { describe, expect, test } from "vitest";
import * as z from "zod";
import { logged } from "../../src/log/streams.ts";
import { functions, ofType, resource, template } from "./template.ts";

const Metric = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })),
});
const Alarm = z.object({
  AlarmDescription: z.string(),
  AlarmActions: z.unknown(),
  ComparisonOperator: z.literal("GreaterThanThreshold"),
  Threshold: z.number(),
  TreatMissingData: z.literal("notBreaching"),
  Metrics: z
    .array(z.object({ Id: z.string(), Expression: z.string().optional(), MetricStat: z.object({ Metric }).optional() }))
    .optional(),
});

/** The alarms, each with the metrics that it adds up; one that is in no sum would never wake anybody. */
const alarms = ofType("AWS::CloudWatch::Alarm").map(({ id, Properties }) => {
  const { Metrics = [], ...alarm } = Alarm.parse(Properties);
  const sum = Metrics.find(({ Expression }) => Expression !== undefined)?.Expression ?? "";
  const summed = Metrics.flatMap(({ Id, MetricStat }) =>
    MetricStat !== undefined && sum.includes(`FILL(${Id},0)`) ? [MetricStat.Metric] : [],
  );
  return { id, ...alarm, metrics: Metrics.length > 0 ? summed : [Metric.parse(Properties)] };
});

const dimension = (value: unknown) => expect.arrayContaining([expect.objectContaining({ Value: value })]);
const watched = (Namespace: string, MetricName: string) =>
  alarms.flatMap(({ metrics }) =>
    metrics.filter((metric) => metric.Namespace === Namespace && metric.MetricName === MetricName),
  );

const asynchronous = functions.filter(({ isAsynchronous }) => isAsynchronous);
const lambda = [
  ...["Errors", "Throttles"].flatMap((metric) => functions.map(({ id }) => ({ metric, id }))),
  ...["AsyncEventsDropped", "DestinationDeliveryFailures"].flatMap((metric) =>
    asynchronous.map(({ id }) => ({ metric, id })),
  ),
];

test.each(lambda)("$metric of $id wake somebody", ({ metric, id }) => {
  expect(watched("AWS/Lambda", metric)).toContainEqual(expect.objectContaining({ Dimensions: dimension({ Ref: id }) }));
});

test.each(["ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"])(
  "%s of the failure queue wakes somebody",
  (metric) => {
    expect(watched("AWS/SQS", metric)).toContainEqual(
      expect.objectContaining({ Dimensions: dimension({ GetAtt: "FailureQueue.QueueName" }) }),
    );
  },
);

const groups = functions.flatMap(({ events }) =>
  events.filter(({ Type }) => Type === "ScheduleV2").map(({ Properties }) => Properties["GroupName"]),
);

test.each([
  ...["TargetErrorCount", "TargetErrorThrottledCount", "InvocationThrottleCount", "InvocationDroppedCount"],
  "InvocationsFailedToBeSentToDeadLetterCount",
])("%s of each schedule, and of no other in the account, wakes somebody", (metric) => {
  expect(groups).not.toEqual([]);
  for (const group of groups)
    expect(watched("AWS/Scheduler", metric)).toContainEqual(
      expect.objectContaining({ Dimensions: [{ Name: "ScheduleGroup", Value: group }] }),
    );
});

test("a waiting event wakes somebody while there is time left", () => {
  const age = alarms.find(({ metrics }) => metrics[0]?.MetricName === "ApproximateAgeOfOldestMessage");
  expect(age?.Threshold).toBeLessThanOrEqual(Number(resource("FailureQueue").Properties["MessageRetentionPeriod"]) / 2);
});

test("what callers are answered 5xx wakes somebody, within a batch too", () => {
  expect(watched("AWS/ApiGateway", "5xx")).toEqual([
    expect.objectContaining({ Dimensions: [{ Name: "ApiId", Value: { Ref: "HttpApi" } }] }),
  ]);
  expect(watched("Tributary", "failed")).toEqual([expect.objectContaining({ Dimensions: dimension("http") })]);
});

test.each(logged)("rejections of the stream %s wake somebody, as the functions of this stack count them", (stream) => {
  const { Variables } = z
    .object({ Variables: z.record(z.string(), z.unknown()) })
    .parse(template.Globals.Function["Environment"]);
  const service = Variables["POWERTOOLS_SERVICE_NAME"];
  expect(service).toEqual({ Ref: "AWS::StackName" });
  expect(watched("Tributary", "rejected")).toContainEqual({
    Namespace: "Tributary",
    MetricName: "rejected",
    Dimensions: [
      { Name: "service", Value: service },
      { Name: "stream", Value: stream },
    ],
  });
});

describe.each(alarms)("$id", ({ AlarmDescription, AlarmActions }) => {
  test("says what to do", () => expect(AlarmDescription.length).toBeGreaterThan(80));

  test("tells the topic, where there is one", () => {
    expect(AlarmActions).toEqual(["HasAlarmTopic", [{ Ref: "AlarmTopicArn" }], { Ref: "AWS::NoValue" }]);
  });
});
