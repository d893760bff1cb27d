import { expect, test } from "vitest";
import * as z from "zod";
import { newPatient, notifications } from "./patient.ts";

// A bucket that also sends its events to EventBridge.

const { wrongs, wellBut, set } = await newPatient();

const OURS = "arn:aws:lambda:eu-central-1:123456789012:function:writer";
const OTHER = "arn:aws:lambda:eu-central-1:123456789012:function:other";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:topic";
const QUEUE = "arn:aws:sqs:eu-central-1:123456789012:queue";
const TWICE =
  "bucket: bucket is connected 2 times: as notifications, and by the rule r0 to writer. Every change is logged once for each, if the function is not made with bothWays: remove all but one";
const NOWHERE =
  "bucket: bucket sends its events only to EventBridge, and no rule gives them to a function of this log, so no change is logged";
const ofBucket = { source: ["aws.s3"], detail: { bucket: { name: ["bucket"] } } };

/** The rules of the default bus, each with its pattern and its targets, in pages of one rule. */
const withRules = (
  rules: readonly (readonly [object, ...string[]])[],
  xml = notifications("<EventBridgeConfiguration/>"),
) => {
  const well = wellBut({ notifications: xml });
  const Page = z.object({ NextToken: z.string().optional() });
  const Asked = z.object({ Rule: z.string() });
  set({
    ...well,
    json: {
      ...well.json,
      ListRules: (body) => {
        const index = Number(Page.parse(body).NextToken ?? 0);
        const [pattern] = rules[index] ?? [];
        return {
          Rules:
            pattern === undefined
              ? []
              : [{ Name: `r${index}`, State: "ENABLED", EventPattern: JSON.stringify(pattern) }],
          ...(index + 1 < rules.length && { NextToken: String(index + 1) }),
        };
      },
      ListTargetsByRule: (body) => {
        const [, ...targets] = rules[Number(Asked.parse(body).Rule.slice(1))] ?? [];
        return { Targets: targets.map((Arn, index) => ({ Id: String(index), Arn })) };
      },
    },
    lambda: async (method, path, body) =>
      path.endsWith("/event-source-mappings")
        ? { body: { EventSourceMappings: [{ UUID: "u", FunctionArn: OURS }] } }
        : ((await well.lambda?.(method, decodeURIComponent(path).replace(/arn:.*function:/, ""), body)) ?? {
            body: {},
          }),
  });
};

test.each([
  ["names the bucket", ofBucket],
  ["names no bucket", { source: ["aws.s3"] }],
  ["takes everything of the account", { account: ["123456789012"] }],
  [
    "names the bucket by its beginning",
    { source: [{ prefix: "aws." }], detail: { bucket: { name: [{ prefix: "buck" }] } } },
  ],
  ["takes only one kind of change", { ...ofBucket, "detail-type": ["Object Created"] }],
  ["has an operator that the command does not know", { source: [{ "anything-but": "aws.ec2" }] }],
])("the bucket is connected twice if a rule that %s gives them to a function of the log", async (_, pattern) => {
  withRules([[pattern, OURS]]);
  expect(await wrongs()).toEqual([TWICE]);
});

test("the bucket is connected twice by a queue that a function of the log polls, and by two rules", async () => {
  withRules([[ofBucket, QUEUE]]);
  expect(await wrongs()).toEqual([TWICE]);
  withRules(
    [
      [ofBucket, OURS],
      [ofBucket, OURS],
    ],
    "<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>",
  );
  expect(await wrongs()).toEqual([expect.stringContaining("by the rule r0 to writer, and by the rule r1 to writer")]);
});

test.each([
  ["is for another bucket", { source: ["aws.s3"], detail: { bucket: { name: ["another", { suffix: "-x" }] } } }, OURS],
  ["is for another source", { source: ["my.app"] }, OURS],
  ["is for calls that CloudTrail saw", { source: ["aws.s3"], "detail-type": ["AWS API Call via CloudTrail"] }, OURS],
  ["gives them to a function of no log", ofBucket, OTHER],
  ["gives them to a log group", ofBucket, "arn:aws:logs:eu-central-1:123456789012:log-group:g"],
])("the bucket is connected once if the rule %s", async (_, pattern, target) => {
  withRules([[pattern, target]]);
  expect(await wrongs()).toEqual([]);
  withRules([[pattern, target]], "<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>");
  expect(await wrongs()).toEqual([NOWHERE]);
});

test("the bucket may be connected twice by a topic", async () => {
  withRules([[ofBucket, TOPIC]]);
  expect(await wrongs()).toEqual([
    `bucket: EventBridge gives the events of bucket also to ${TOPIC} (rule r0): if a function of this log gets them from there, every change is logged twice`,
  ]);
});

test("a second connection is unknown without the permission to read the rules, and the other checks are done", async () => {
  set(wellBut({ notifications: notifications("<EventBridgeConfiguration/>") }));
  expect(await wrongs()).toEqual([
    "bucket: bucket sends its events to EventBridge too, and its rules could not be read, so a second connection may exist: not allowed: ListRules. Allow events:ListRules, events:ListTargetsByRule, lambda:GetFunctionConfiguration and lambda:ListEventSourceMappings",
  ]);
});
