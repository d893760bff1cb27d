import { expect, test } from "vitest";
import { parseShards } from "../../src/log/shards.ts";
import { functions, template } from "./template.ts";

test("two stacks can live in one account: no resource has a name that does not hold the stack's", () => {
  const names = Object.entries(template.Resources).flatMap(([id, { Properties }]) =>
    Object.entries(Properties).flatMap(([key, value]) =>
      /Name$/.test(key) && key !== "MetricName" ? [`${id} ${JSON.stringify(value)}`] : [],
    ),
  );
  expect(names.filter((name) => !/\$\{AWS::StackName\}/.test(name))).toEqual([]);
  const firings = functions.flatMap(({ events }) => events.filter(({ Type }) => Type === "ScheduleV2"));
  for (const { Properties } of firings) expect(Properties).toMatchObject({ OmitName: true });
});

test.each(functions)(
  "$id does not refer to the bucket, which refers to one: CloudFormation allows no circle",
  ({ role, settings }) => {
    expect(JSON.stringify([settings, template.Resources[role]])).not.toMatch(/"(\$\{)?Bucket\b/);
  },
);

test.each(Object.entries(template.Parameters))("%s has a limit, and a default within it", (_, parameter) => {
  const { Default, AllowedPattern, AllowedValues, MinValue, MaxValue } = parameter;
  expect([AllowedPattern, AllowedValues, MinValue].filter((limit) => limit !== undefined)).toHaveLength(1);
  if (AllowedPattern !== undefined) expect(Default).toMatch(new RegExp(AllowedPattern));
  if (AllowedValues !== undefined) expect(AllowedValues).toContain(Default);
  if (MinValue !== undefined) expect(Number(Default) >= MinValue && Number(Default) <= Number(MaxValue)).toBe(true);
});

const allowed = new RegExp(template.Parameters["Shards"]?.AllowedPattern ?? "");

test.each(["1", "16", "1000", "1;2027-01-01T00:00:00Z=16", "1;2027-01-01T00:00:00.5+01:00=2;2028-01-01T00:00:00Z=4"])(
  "Shards can be %s",
  (text) => {
    expect(text).toMatch(allowed);
    expect(parseShards(text).length).toBe(text.split(";").length);
  },
);

test.each([
  "",
  "0",
  "1001",
  "-1",
  "1;",
  "1;16",
  "1;2027-01-01=16",
  "1;2027-01-01T00:00:00Z=0",
  "2027-01-01T00:00:00Z=1",
])("Shards cannot be %j", (text) => {
  expect(text).not.toMatch(allowed);
  expect(() => parseShards(text)).toThrow();
});

test("what a deployer needs next is among the outputs", () => {
  expect(Object.keys(template.Outputs)).toEqual(["ApiUrl", "ApiId", "BucketName", "TableName", "FailureQueueUrl"]);
});
