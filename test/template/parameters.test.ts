import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseScheduleExpression } from "../../src/api/stats/scheduleExpression.ts";
import { parseShards } from "../../src/log/shards.ts";
import { tableFrom } from "../../src/log/table.ts";
import { template } from "./template.ts";

/** Whether CloudFormation accepts a value for a parameter. The pattern must match the whole value. */
const allows = (name: string, value: string): boolean => {
  const { AllowedPattern, AllowedValues } = template.Parameters[name] ?? {};
  if (AllowedPattern === undefined) return AllowedValues?.includes(value) ?? false;
  return new RegExp(`^(?:${AllowedPattern})$`).test(value);
};

const parameters = Object.entries(template.Parameters);

test.each(parameters)(
  "the parameter %s allows its default, and limits its values with a pattern or a list",
  (name, parameter) => {
    const { Type, Default, AllowedPattern, AllowedValues, ConstraintDescription } = parameter;
    expect(Type, "CloudFormation applies a pattern only to a String").toBe("String");
    expect([AllowedPattern, AllowedValues].filter((limit) => limit !== undefined)).toHaveLength(1);
    expect(allows(name, Default)).toBe(true);
    expect(ConstraintDescription).toMatch(/^must be /);
  },
);

/** Values that CloudFormation refuses, but a function accepts, because their meaning is clear. */
const LENIENT = { SHARDS: ["01", "1 "], RETENTION_DAYS: ["01", "00"] };

const cases: Readonly<Record<string, { readonly good: readonly string[]; readonly bad: readonly string[] }>> = {
  RetentionDays: {
    good: ["0", "1", "30", "365", "9999", "10000", "29999", "35999", "36499", "36500"],
    bad: [
      "",
      " ",
      "0.5",
      "1.0",
      "-1",
      "+1",
      "1e3",
      "36501",
      "37000",
      "40000",
      "100000",
      "x",
      "30 ",
      "٣",
      ...LENIENT.RETENTION_DAYS,
    ],
  },
  Shards: {
    good: [
      ...[
        "1",
        "16",
        "999",
        "1000",
        "1;2027-01-01T00:00:00Z=16",
        "1;2028-02-29T23:59:59Z=2",
        "1;2096-02-29T00:00:00Z=2",
      ],
      ...["1;2027-01-31T00:00:00.5+01:00=2;2027-04-30T00:00:00.123456789-23:59=4;2027-12-31T00:00:00Z=1000"],
    ],
    bad: [
      ...["", "0", "1001", "-1", "x", "1;", ";1", "1;16", "16;8", "1,2", "2027-01-01T00:00:00Z=1", ...LENIENT.SHARDS],
      ...[
        ...["2027-01-01=16", "2027-01-01T00:00Z=16", "2027-01-01T00:00:00=16", "2027-01-01 00:00:00Z=16"],
        ...["2027-13-45T00:00:00Z=16", "2027-13-01T00:00:00Z=16", "2027-00-01T00:00:00Z=16", "2027-01-00T00:00:00Z=16"],
        ...["2027-01-32T00:00:00Z=16", "2027-04-31T00:00:00Z=16", "2027-02-29T00:00:00Z=16", "2028-02-30T00:00:00Z=16"],
        ...["2100-02-29T00:00:00Z=16", "10000-01-01T00:00:00Z=16", "2027-1-1T00:00:00Z=16", "2027-01-01T24:00:00Z=16"],
        ...["2027-01-01T00:60:00Z=16", "2027-01-01T00:00:61Z=16", "2027-01-01T00:00:00.Z=16", "soon=16", "=16"],
        ...["2027-01-01T00:00:00+24:00=16", "2027-01-01T00:00:00+01:60=16", "2027-01-01T00:00:00+0100=16"],
        ...["2027-01-01T00:00:00Z=0", "2027-01-01T00:00:00Z=1001", "2027-01-01T00:00:00Z=", "2027-01-01T00:00:00Z"],
        ...["2027-01-01T00:00:00Z=16;", "2027-01-01T00:00:00Z = 16", "2027-01-01T00:00:00Z=1.5"],
      ].map((step) => `1;${step}`),
    ],
  },
  ScheduleExpression: {
    good: [
      ...["rate(1 minute)", "rate(1 hour)", "rate(90 minutes)", "rate(7 days)", "at(2027-01-01T08:00:00)"],
      ...["cron(0 8 * * ? *)", "cron(0 18 ? * MON-FRI *)", "cron(0/15 * * * ? *)", "cron(*/5 8-17 ? * 2-6 *)"],
      ...["cron(15 10 ? * 6L 2022-2026)", "cron(0 9 ? * 2#1 *)", "cron(0 8 3W * ? *)", "cron(0 8 L * ? *)"],
      ...["cron(0 8 LW * ? *)", "cron(0 8 ? * 1,7 *)", "cron(0 8 ? * L *)", "cron(0  8 ? jan,MAR sun#1 *)"],
      ...["cron(0 8 1 1 ? */3)", "cron(0-15/1 8-8 ? * 2,3,4,5,6,7 *)", "cron(1-31/30 1-1 1,15 JAN-MAR ? 2027,2028)"],
    ],
    bad: [
      ...[
        "",
        "0 8 * * ? *",
        "every(5 minutes)",
        "rate()",
        "rate(1)",
        "rate(0 minutes)",
        "rate(-1 hours)",
        "rate(1.5 hours)",
      ],
      ...[
        "rate(1 second)",
        "rate(1 fortnight)",
        "rate(hour)",
        "rate(1 hour",
        "rate(1 hour) ",
        "Rate(1 hour)",
        "at()",
        "at(now)",
      ],
      ...["at(2027-13-01T08:00:00)", "at(2027-02-29T08:00:00)", "at(2027-01-01)", "at(2027-01-01T08:00:00Z)"],
      ...["at(2027-01-01T24:00:00)", "cron()", "cron(0 8 * * ?)", "cron(0 0 8 * * ? *)", "cron(0 8 * * * *)"],
      ...["cron(0 8 ? * ? *)", "cron(60 8 * * ? *)", "cron(0 24 * * ? *)", "cron(0 8 0 * ? *)", "cron(0 8 32 * ? *)"],
      ...["cron(0 8 * 13 ? *)", "cron(0 8 * 0 ? *)", "cron(0 8 ? * 0 *)", "cron(0 8 ? * 8 *)", "cron(0 8 ? * 2#6 *)"],
      ...[
        "cron(0 8 * * ? 1969)",
        "cron(0 8 * * ? 2200)",
        "cron(? 8 * * ? *)",
        "cron(0 8:00 * * ? *)",
        "cron(x 8 * * ? *)",
      ],
      ...["cron(0 8 X * ? *)", "cron(0, 8 * * ? *)", "cron(0 8 * * ? now)", "cron(0 8 ? MONTH MON *)"],
    ],
  },
  Architecture: { good: ["x86_64", "arm64"], bad: ["", "arm", "x86", "X86_64", "x86_64,arm64"] },
  ReaderConcurrency: {
    good: ["0", "1", "50", "900", "99999"],
    bad: ["", " ", "-1", "0.5", "01", "00", "1e2", "100000", "none"],
  },
  AlarmTopicArn: {
    good: [
      ...["", "arn:aws:sns:eu-central-1:123456789012:alarms", "arn:aws-cn:sns:cn-northwest-1:123456789012:a_b-C1"],
      ...[
        "arn:aws-us-gov:sns:us-gov-west-1:123456789012:alarms",
        "arn:aws-iso-b:sns:us-isob-east-1:123456789012:alarms",
      ],
      ...["arn:aws-eusc:sns:eusc-de-east-1:123456789012:alarms", "arn:aws:sns:ap-southeast-10:123456789012:alarms"],
    ],
    bad: [
      ...[
        "alarms",
        "arn:aws:sns:eu-central-1:123456789012:",
        "arn:aws:sns:eu-central-1::alarms",
        "arn:aws:sns:::alarms",
      ],
      ...["arn:aws:sqs:eu-central-1:123456789012:alarms", "arn:awsome:sns:eu-central-1:123456789012:alarms"],
      ...["arn:aws-:sns:eu-central-1:123456789012:alarms", "arn:aws:sns:eu-central-1:12345678901:alarms"],
      ...["arn:aws:sns:eu-central:123456789012:alarms", "arn:aws:sns:eu-central-1:123456789012:alarms.fifo"],
      ...["arn:aws:sns:eu-central-1:123456789012:alarms:0f5c", "arn:aws:sns:eu-central-1:123456789012:a larm"],
    ],
  },
};

describe.each(Object.entries(cases))("the parameter %s", (name, { good, bad }) => {
  test.each(good)("can be %j", (value) => expect(allows(name, value)).toBe(true));
  test.each(bad)("cannot be %j", (value) => expect(allows(name, value)).toBe(false));
});

const drawn = (name: string) => fc.stringMatching(new RegExp(template.Parameters[name]?.AllowedPattern ?? ""));

describe("a function accepts each value that the pattern allows for", () => {
  test("RetentionDays", () => {
    fc.assert(
      fc.property(drawn("RetentionDays"), (text) => {
        expect(tableFrom({ TABLE_NAME: "t", RETENTION_DAYS: text }, {}).retentionDays).toBe(Number(text));
      }),
    );
  });

  test("Shards, or names the step that is not later than the step before it", () => {
    fc.assert(
      fc.property(drawn("Shards"), (text) => {
        const [first = "", ...steps] = text.split(";");
        for (const step of steps) expect(parseShards(`${first};${step}`)).toHaveLength(2);
        const times = steps.map((step) => Date.parse(step.split("=")[0] ?? ""));
        if (times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0)))
          expect(parseShards(text)).toHaveLength(times.length + 1);
        else expect(() => parseShards(text)).toThrow("does not come after the one before it");
      }),
    );
  });

  test.each(cases["ScheduleExpression"]?.good ?? [])("ScheduleExpression: %s", (text) => {
    expect(() => parseScheduleExpression(text)).not.toThrow();
  });
});

const badAndUnclear = (name: string, lenient: readonly string[]) =>
  cases[name]?.bad.filter((value) => !lenient.includes(value)) ?? [];

test.each(badAndUnclear("Shards", LENIENT.SHARDS))("a function refuses SHARDS=%j and names the step", (text) =>
  expect(() => parseShards(text)).toThrow(/^SHARDS: step \d+, /),
);

test.each(badAndUnclear("RetentionDays", LENIENT.RETENTION_DAYS))("a function refuses RETENTION_DAYS=%j", (text) =>
  expect(() => tableFrom({ TABLE_NAME: "t", RETENTION_DAYS: text }, {})).toThrow("RETENTION_DAYS"),
);
