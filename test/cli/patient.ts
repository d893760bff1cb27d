import { afterAll, beforeEach, expect, vi } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { tableShape } from "../../src/cli/doctor/tableShape.ts";
import { type Answers, failureQueue, startAws } from "./aws.ts";
import { cli, objectsIn, type Settings } from "./cli.ts";

export const NOW = Date.parse("2026-03-01T12:00:00.000Z");
const LAMBDA = "AWS::Lambda::Function";
export const ALARM = "AWS::CloudWatch::Alarm";
/** The keys of a table, as DynamoDB describes them. */
export const keys = ([hash, range]: readonly [string, string]) => [
  { AttributeName: hash, KeyType: "HASH" },
  { AttributeName: range, KeyType: "RANGE" },
];
/** The notifications of a bucket: one function, and more XML. */
export const notifications = (more = "") =>
  `<NotificationConfiguration><CloudFunctionConfiguration><Id>a</Id><CloudFunction>arn:f</CloudFunction><Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration>${more}</NotificationConfiguration>`;

interface Changes {
  readonly settings?: Readonly<Record<string, string>>;
  readonly table?: object;
  readonly ttl?: string;
  readonly recovery?: string;
  readonly actions?: readonly string[];
  readonly state?: string;
  readonly messages?: readonly string[];
  readonly notifications?: string;
  readonly resources?: NonNullable<Answers["resources"]>;
}

/** A stack in which all is well, with these changes. `url` is that of the AWS of the test. */
const wellIn = (
  url: string,
  {
    settings = {},
    table = {},
    ttl = "expiresat",
    recovery = "ENABLED",
    actions = ["arn:topic"],
    state = "OK",
    messages = [],
    ...more
  }: Changes = {},
): Answers => ({
  outputs: { ApiUrl: "https://api", BucketName: "bucket", TableName: "table", FailureQueueUrl: `${url}/failures` },
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

/** An AWS with a stack that `tributary doctor` checks. Before each test, all is well in it. */
export const newPatient = async () => {
  let answers: Answers;
  let clock: { readonly date: string; readonly version: string };
  const aws = await startAws(() => answers);
  afterAll(() => {
    aws.server.close();
    vi.unstubAllEnvs();
  });
  beforeEach(() => {
    answers = wellIn(aws.url);
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
  return {
    fetch,
    doctor,
    wrongs,
    wellBut: (changes: Changes) => wellIn(aws.url, changes),
    /** What AWS answers from now on. */
    set: (given: Answers) => {
      answers = given;
    },
    /** What the API of the log says of itself from now on. */
    setClock: (given: typeof clock) => {
      clock = given;
    },
  };
};
