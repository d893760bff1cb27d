import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import packageJson from "../../package.json" with { type: "json" };
import { tableShape } from "../../src/cli/doctor/tableShape.ts";
import { readTemplate } from "../../src/local/template.ts";
import { indexes } from "../../src/log/table.ts";
import { ofType } from "../template/template.ts";
import { type Answers, failureQueue, startAws } from "./aws.ts";
import { cli, objectsIn, type Settings } from "./cli.ts";

const NOW = Date.parse("2026-03-01T12:00:00.000Z");
const [LAMBDA, ALARM] = ["AWS::Lambda::Function", "AWS::CloudWatch::Alarm"];
const keys = ([hash, range]: readonly [string, string]) => [
  { AttributeName: hash, KeyType: "HASH" },
  { AttributeName: range, KeyType: "RANGE" },
];
const notifications = (more = "") =>
  `<NotificationConfiguration><CloudFunctionConfiguration><Id>a</Id><CloudFunction>arn:f</CloudFunction><Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration>${more}</NotificationConfiguration>`;

/** A stack in which all is well, with these changes. */
const wellBut = ({
  settings = {},
  table = {},
  ttl = "expiresat",
  recovery = "ENABLED",
  actions = ["arn:topic"],
  state = "OK",
  messages = [],
  ...more
}: {
  settings?: Readonly<Record<string, string>>;
  table?: object;
  ttl?: string;
  recovery?: string;
  actions?: readonly string[];
  state?: string;
  messages?: readonly string[];
  notifications?: string;
  resources?: NonNullable<Answers["resources"]>;
} = {}): Answers => ({
  outputs: { ApiUrl: "https://api", BucketName: "bucket", TableName: "table", FailureQueueUrl: `${aws.url}/failures` },
  resources: [
    [LAMBDA, "reader"],
    [LAMBDA, "writer"],
    [LAMBDA, "other"],
    [ALARM, "alarm"],
  ],
  notifications: notifications(),
  json: {
    DescribeTable: () => ({
      Table: {
        KeySchema: keys(tableShape.key),
        GlobalSecondaryIndexes: Object.entries(tableShape.indexes).map(([IndexName, key]) => ({
          IndexName,
          IndexStatus: "ACTIVE",
          KeySchema: keys(key),
        })),
        ...table,
      },
    }),
    DescribeTimeToLive: () => ({ TimeToLiveDescription: { AttributeName: ttl, TimeToLiveStatus: "ENABLED" } }),
    DescribeContinuousBackups: () => ({
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: "ENABLED",
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: recovery },
      },
    }),
    ...failureQueue("arn:queue", messages).json,
  },
  lambda: async (_, path) => {
    const [, name = ""] = /functions\/(\w+)\//.exec(path) ?? [];
    if (name === "other") return { body: { FunctionName: name } };
    const Variables = { TABLE_NAME: "table", SHARDS: "1;2026-03-01T00:00:00Z=4", ...(name === "writer" && settings) };
    return { body: { FunctionName: name, Environment: { Variables } } };
  },
  alarms: JSON.stringify({
    MetricAlarms: [
      {
        AlarmName: "alarm",
        AlarmActions: actions,
        ActionsEnabled: true,
        StateValue: state,
        AlarmDescription: "Look there",
      },
    ],
  }),
  ...more,
});

let answers: Answers;
let clock: { readonly date: string; readonly version: string };
const aws = await startAws(() => answers);
afterAll(() => {
  aws.server.close();
  vi.unstubAllEnvs();
});
beforeEach(() => {
  answers = wellBut();
  clock = { date: new Date(NOW).toUTCString(), version: packageJson.version };
  vi.stubEnv("AWS_ENDPOINT_URL", aws.url);
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", aws.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
});

const fetch = async (url: unknown) =>
  new Response(
    JSON.stringify(String(url).endsWith("/openapi.json") ? { info: { version: clock.version } } : { entries: [] }),
    {
      headers: { date: clock.date },
    },
  );
const doctor = (args: readonly string[] = [], settings: Settings = {}) =>
  cli(["doctor", "--stack", "log", "--region", "eu-central-1", ...args], { fetch, now: () => NOW, ...settings });
const wrongs = async (args: readonly string[] = []) => {
  const { out, code } = await doctor(args);
  const found = objectsIn(out).filter(({ status }) => status !== "ok");
  expect(code).toBe(found.some(({ status }) => status === "wrong") ? 1 : 0);
  return found.map(({ check, what }) => `${check}: ${what}`);
};

test("of a healthy stack, every check is ok", async () => {
  const { out, err, code } = await doctor();
  expect([err, code]).toEqual(["", 0]);
  expect(objectsIn(out).map(({ check, status }) => [check, status])).toEqual(
    ["clock", "version", "functions", "table", "alarms", "queue", "bucket"].map((check) => [check, "ok"]),
  );
  expect((await doctor([], { width: 200 })).out).toContain("ok       bucket     bucket is connected once\n");
});

test("the clock and the version of the log are checked without a stack, too", async () => {
  clock = { date: new Date(NOW + 90_000).toUTCString(), version: "0.0.1" };
  const { out, err, code } = await cli(["doctor"], { fetch, now: () => NOW });
  expect(objectsIn(out)).toEqual([
    {
      check: "clock",
      status: "wrong",
      what: "This machine's clock is 90 s behind that of the log: set it, or signatures and ages are wrong",
    },
    {
      check: "version",
      status: "wrong",
      what: `The log runs version 0.0.1, and this command is version ${packageJson.version}: deploy the same version, or install it here`,
    },
  ]);
  expect([err, code]).toEqual(["tributary: 2 of 2 findings are wrong\n", 1]);
});

test.each([
  [
    { settings: { SHARDS: "2" } },
    'functions: SHARDS is "1;2026-03-01T00:00:00Z=4" in reader; and "2" in writer: deploy the stack again, or entries are not found',
  ],
  [
    { resources: [[ALARM, "alarm"]] as const },
    "functions: No function of the stack has a TABLE_NAME, so nothing is logged",
  ],
  [{ actions: [] }, "alarms: 1 of 1 alarms tell nobody: deploy the stack with the parameter AlarmTopicArn"],
  [{ state: "ALARM" }, "alarms: alarm is on. Look there"],
  [
    { messages: ["{}", "{}"] },
    "queue: About 2 events are in the failure queue: tributary redrive --stack log says why",
  ],
  [
    { table: { KeySchema: keys(["id", "time"]) } },
    "table: The table has the keys id and time, and not pk and sk: it is the table of another version",
  ],
  [
    { table: { GlobalSecondaryIndexes: [{ IndexName: "byArrival", IndexStatus: "CREATING" }] } },
    "table: The index bySubject is missing: deploy the stack again",
  ],
  [{ ttl: "ttl" }, "table: Nothing expires, because the table's TTL is not expiresat: deploy the stack again"],
  [{ recovery: "DISABLED" }, "table: The table has no point-in-time recovery: what is deleted by mistake is lost"],
  [
    { notifications: "<NotificationConfiguration/>" },
    "bucket: bucket sends its events nowhere, so no change is logged: deploy the stack again",
  ],
])("%j is wrong", async (change, finding) => {
  answers = wellBut(change);
  expect(await wrongs()).toContain(finding);
});

describe("a bucket that also sends its events to EventBridge", () => {
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
    answers = {
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
    };
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
  ])("is connected twice if a rule that %s gives them to a function of the log", async (_, pattern) => {
    withRules([[pattern, OURS]]);
    expect(await wrongs()).toEqual([TWICE]);
  });

  test("is connected twice by a queue that a function of the log polls, and by two rules", async () => {
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
    [
      "is for another bucket",
      { source: ["aws.s3"], detail: { bucket: { name: ["another", { suffix: "-x" }] } } },
      OURS,
    ],
    ["is for another source", { source: ["my.app"] }, OURS],
    ["is for calls that CloudTrail saw", { source: ["aws.s3"], "detail-type": ["AWS API Call via CloudTrail"] }, OURS],
    ["gives them to a function of no log", ofBucket, OTHER],
    ["gives them to a log group", ofBucket, "arn:aws:logs:eu-central-1:123456789012:log-group:g"],
  ])("is connected once if the rule %s", async (_, pattern, target) => {
    withRules([[pattern, target]]);
    expect(await wrongs()).toEqual([]);
    withRules(
      [[pattern, target]],
      "<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>",
    );
    expect(await wrongs()).toEqual([NOWHERE]);
  });

  test("may be connected twice by a topic", async () => {
    withRules([[ofBucket, TOPIC]]);
    expect(await wrongs()).toEqual([
      `bucket: EventBridge gives the events of bucket also to ${TOPIC} (rule r0): if a function of this log gets them from there, every change is logged twice`,
    ]);
  });

  test("is unknown without the permission to read the rules, and the other checks are done", async () => {
    answers = wellBut({ notifications: notifications("<EventBridgeConfiguration/>") });
    expect(await wrongs()).toEqual([
      "bucket: bucket sends its events to EventBridge too, and its rules could not be read, so a second connection may exist: not allowed: ListRules. Allow events:ListRules, events:ListTargetsByRule, lambda:GetFunctionConfiguration and lambda:ListEventSourceMappings",
    ]);
  });
});

test("what may not be read is unknown, and not wrong", async () => {
  answers = { ...wellBut(), json: {} };
  expect(await wrongs()).toEqual([
    expect.stringMatching(/^table: It could not be checked: /),
    expect.stringMatching(/^queue: It could not be checked: /),
  ]);
});

test.each([
  ["1;2026-03-01T00:00:00Z=4;2026-03-02T00:00:00Z=8", []],
  ["1;2026-03-01T00:00:00Z=4", []],
  [
    "1",
    [
      "functions: The next schedule changes the step of 2026-03-01T00:00:00.000Z to 4 shards, which has begun or begins within the hour: leave it as it is, or entries are not found",
    ],
  ],
  ["2;2026-03-01T00:00:00Z=4", [expect.stringContaining("changes the step of 0000-01-01T00:00:00.000Z to 1 shards")]],
  [
    "1;2026-03-01T00:00:00Z=4;2026-03-01T12:30:00Z=8",
    [
      "functions: The next schedule has a new step at 2026-03-01T12:30:00.000Z: a new step must begin after 2026-03-01T13:00:00.000Z",
    ],
  ],
  ["x", [expect.stringContaining('SHARDS: step 1, "x", is wrong')]],
])("the next shard schedule %s is compared with the deployed one", async (next, found) => {
  expect(await wrongs(["--next-shards", next])).toEqual(found);
});

test("the table that is expected is that of template.yaml", () => {
  const { table } = readTemplate();
  expect(table).toMatchObject({
    KeySchema: keys(tableShape.key),
    GlobalSecondaryIndexes: Object.entries(tableShape.indexes).map(([IndexName, key]) => ({
      IndexName,
      KeySchema: keys(key),
    })),
  });
  expect(Object.keys(tableShape.indexes)).toEqual(Object.values(indexes));
  expect(ofType("AWS::DynamoDB::Table")[0]?.Properties).toMatchObject({
    TimeToLiveSpecification: { AttributeName: tableShape.expiry },
  });
});
