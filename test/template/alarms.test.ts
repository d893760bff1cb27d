import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { withAlarmLists } from "../../scripts/alarmLists.ts";
import { fixture } from "../../src/local/fixture.ts";
import { streams } from "../../src/streams.ts";
import { deliver, newWorld } from "../world.ts";
import { functions, ofType, resource, stackOf, template, templateText } from "./template.ts";

const Metric = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })),
});
const Alarm = z.object({
  AlarmDescription: z.union([z.string(), z.object({ Sub: z.string() }).transform(({ Sub }) => Sub)]),
  AlarmActions: z.unknown(),
  ComparisonOperator: z.literal("GreaterThanThreshold"),
  Threshold: z.number(),
  EvaluationPeriods: z.number(),
  TreatMissingData: z.literal("notBreaching"),
  Metrics: z
    .array(z.object({ Id: z.string(), Expression: z.string().optional(), MetricStat: z.object({ Metric }).optional() }))
    .optional(),
});

/** The alarms, each with the metrics of its sum. An alarm does not watch a metric that is missing in the sum. */
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

test.each(lambda)("an alarm watches $metric of $id", ({ metric, id }) => {
  expect(watched("AWS/Lambda", metric)).toContainEqual(expect.objectContaining({ Dimensions: dimension({ Ref: id }) }));
});

test.each(["ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"])(
  "an alarm watches %s of the failure queue",
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
])("an alarm watches %s of each schedule of the stack, and of no other", (metric) => {
  expect(groups).not.toEqual([]);
  for (const group of groups)
    expect(watched("AWS/Scheduler", metric)).toContainEqual(
      expect.objectContaining({ Dimensions: [{ Name: "ScheduleGroup", Value: group }] }),
    );
});

test("the alarm on waiting events leaves at least half of the retention of the queue", () => {
  const age = alarms.find(({ metrics }) => metrics[0]?.MetricName === "ApproximateAgeOfOldestMessage");
  expect(age?.Threshold).toBeLessThanOrEqual(Number(resource("FailureQueue").Properties["MessageRetentionPeriod"]) / 2);
});

test("an alarm watches the 5xx answers of the API", () => {
  expect(watched("AWS/ApiGateway", "5xx")).toEqual([
    expect.objectContaining({ Dimensions: [{ Name: "ApiId", Value: { Ref: "HttpApi" } }] }),
  ]);
});

/** The metric of a stream, as the functions of this stack count it. */
const metricOf = (MetricName: string, stream: string) => ({
  Namespace: "Tributary",
  MetricName,
  Dimensions: [
    { Name: "service", Value: { Ref: "AWS::StackName" } },
    { Name: "stream", Value: stream },
  ],
});
const alarmsOn = (metric: unknown) =>
  alarms.filter(({ metrics }) => metrics.some((one) => isDeepStrictEqual(one, metric)));

describe.each(Object.keys(streams))("the stream %s", async (stream) => {
  const isHttp = functions.some((one) => one.name === stream && one.isHttp);

  test("has an alarm for each event that could not be written", () => {
    expect(alarmsOn(metricOf("failed", stream))).toMatchObject([{ Threshold: 0, EvaluationPeriods: 1 }]);
  });

  test(
    isHttp ? "has an alarm for many rejected events, but not for a few" : "has an alarm for each rejected event",
    () => {
      const [alarm, ...others] = alarmsOn(metricOf("rejected", stream));
      expect(others).toEqual([]);
      expect(alarm).toMatchObject(
        isHttp ? { Threshold: 100, EvaluationPeriods: 3 } : { Threshold: 0, EvaluationPeriods: 1 },
      );
      if (isHttp) expect(alarm?.metrics, "the alarm counts no other stream").toHaveLength(1);
    },
  );

  if (!isHttp)
    test("has an alarm for cut data, because the sender is not told", () => {
      expect(alarmsOn(metricOf("truncated", stream))).toMatchObject([{ Threshold: 0, EvaluationPeriods: 1 }]);
    });
});

test("the functions name the stack in their metrics, and an alarm watches each metric", async () => {
  const { Variables } = z
    .object({ Variables: z.record(z.string(), z.unknown()) })
    .parse(template.Globals.Function["Environment"]);
  expect(Variables["POWERTOOLS_SERVICE_NAME"]).toEqual({ Ref: "AWS::StackName" });

  const { s3, lines } = await newWorld();
  await deliver(s3, fixture("s3-put"));
  const { _aws } = Line.parse(JSON.parse(lines[0] ?? ""));
  const names = _aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name));
  for (const name of names) expect(alarmsOn(metricOf(name, "s3")), name).toHaveLength(1);
});

test("the alarms have the metrics that `npm run alarms` writes", () => {
  expect(withAlarmLists(templateText, Object.keys(streams)), "run `npm run alarms`").toBe(templateText);
});

test("`npm run alarms` adds a new function and its stream to each alarm that must watch them", () => {
  const more = templateText.replace(
    "\n  HttpFunction:\n",
    `
  MailsFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: dist/mails
      Handler: mails.handler
      Role: !GetAtt TriggerRole.Arn
      Events: { Mail: { Type: SNS } }

  HttpFunction:
`,
  );
  const watching = stackOf(withAlarmLists(more, [...Object.keys(streams), "mails"]))
    .ofType("AWS::CloudWatch::Alarm")
    .filter(({ Properties }) => /MailsFunction|"mails"/.test(JSON.stringify(Properties)));
  expect(watching.map(({ id }) => id)).toEqual([
    ...["FunctionErrorsAlarm", "ThrottlesAlarm", "FailedAlarm", "EventsDroppedAlarm"],
    ...["DestinationFailuresAlarm", "RejectionsAlarm", "TruncatedAlarm"],
  ]);
});

const Line = z.object({
  _aws: z.object({ CloudWatchMetrics: z.array(z.object({ Metrics: z.array(z.object({ Name: z.string() })) })) }),
});

describe.each(alarms)("$id", ({ AlarmDescription, AlarmActions }) => {
  test("has a description that fits the limit of CloudWatch", () => {
    expect(AlarmDescription.length).toBeGreaterThan(80);
    expect(AlarmDescription.length).toBeLessThanOrEqual(1024);
  });

  test("notifies the topic if there is one", () => {
    expect(AlarmActions).toEqual(["HasAlarmTopic", [{ Ref: "AlarmTopicArn" }], { Ref: "AWS::NoValue" }]);
  });
});
