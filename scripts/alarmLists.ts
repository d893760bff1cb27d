import { parse } from "yaml";
import * as z from "zod";

/** The metric lists of the alarms by their logical ids: what each list has a metric of. */
const LISTS = {
  FunctionErrorsAlarm: "function",
  ThrottlesAlarm: "function",
  EventsDroppedAlarm: "asynchronous function",
  DestinationFailuresAlarm: "asynchronous function",
  FailedAlarm: "stream",
  RejectionsAlarm: "stream without a caller",
  TruncatedAlarm: "stream without a caller",
} as const;

type Kind = (typeof LISTS)[keyof typeof LISTS];

// Lambda polls these sources. It invokes a function asynchronously for all others but HTTP.
const POLLED = ["SQS", "Kinesis", "DynamoDB", "MQ", "MSK", "SelfManagedKafka", "DocumentDB"];

/**
 * The text of a template with the metric lists of its alarms written anew, for its functions and these streams. The stream of a function
 * has the name of its file. Throws if the template has no such list.
 */
export const withAlarmLists = (text: string, streams: readonly string[]): string => {
  const functions = functionsOf(text);
  const callers = functions.filter(({ isHttp }) => isHttp).map(({ name }) => name);
  const ordered = functions.map(({ name }) => name).filter((name) => streams.includes(name));
  const all = [...ordered, ...streams.filter((stream) => !ordered.includes(stream))];
  const members: Readonly<Record<Kind, readonly Member[]>> = {
    function: functions.map(memberOfFunction),
    "asynchronous function": functions.filter(({ isAsynchronous }) => isAsynchronous).map(memberOfFunction),
    stream: all.map(memberOfStream),
    "stream without a caller": all.filter((stream) => !callers.includes(stream)).map(memberOfStream),
  };
  return Object.entries(LISTS).reduce((written, [alarm, kind]) => withList(written, alarm, members[kind]), text);
};

/** A metric of a list. `lines` are its metric, in YAML, for a name of the metric. */
interface Member {
  readonly id: string;
  readonly lines: (metric: string) => readonly string[];
}

const memberOfFunction = ({ id, name }: { readonly id: string; readonly name: string }): Member => ({
  id: name,
  lines: (metric) => [
    `Metric: { Namespace: AWS/Lambda, MetricName: ${metric}, Dimensions: [{ Name: FunctionName, Value: !Ref ${id} }] }`,
  ],
});

const memberOfStream = (stream: string): Member => ({
  id: stream,
  lines: (metric) => [
    "Metric:",
    "  Namespace: Tributary",
    `  MetricName: ${metric}`,
    `  Dimensions: [{ Name: service, Value: !Ref AWS::StackName }, { Name: stream, Value: ${stream} }]`,
  ],
});

const withList = (text: string, alarm: string, members: readonly Member[]): string => {
  const [, before, list = "", after] =
    new RegExp(`^(.*\n  ${alarm}:[^\n]*\n(?: {4}.*\n)*? {6}Metrics:\n)((?: {8}.*\n)+)([^]*)$`).exec(text) ?? [];
  const metric = /MetricName: (\w+)/.exec(list)?.[1];
  if (metric === undefined) throw new Error(`template.yaml has no alarm ${alarm} with a list of metrics`);
  const sum = members.map(({ id }) => `FILL(${id},0)`).join(" + ");
  const lines = [
    `- { Id: sum, Expression: "${sum}" }`,
    ...members.flatMap(({ id, lines }) => [
      `- Id: ${id}`,
      "  ReturnData: false",
      "  MetricStat:",
      ...[...lines(metric), "Period: 300", "Stat: Sum"].map((line) => `    ${line}`),
    ]),
  ];
  return `${before}${lines.map((line) => `        ${line}\n`).join("")}${after}`;
};

const functionsOf = (text: string) => {
  const { Resources } = Template.parse(parse(text, { logLevel: "error" }));
  return Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
    if (Type !== "AWS::Serverless::Function") return [];
    const { Handler, Events } = Properties;
    const types = Object.values(Events).map((event) => event.Type);
    return [
      {
        id,
        name: Handler.replace(/\.handler$/, ""),
        isHttp: types.every((type) => type === "HttpApi"),
        isAsynchronous: types.some((type) => type !== "HttpApi" && !POLLED.includes(type)),
      },
    ];
  });
};

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z
        .object({
          Handler: z.string().default(""),
          Events: z.preprocess(
            (events) => (typeof events === "object" ? events : undefined), // other resources have lists and short forms here
            z.record(z.string(), z.object({ Type: z.string() })).default({}),
          ),
        })
        .default({ Handler: "", Events: {} }),
    }),
  ),
});
