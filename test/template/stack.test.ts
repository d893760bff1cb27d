import { expect, test } from "vitest";
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

test("what a deployer needs next is among the outputs", () => {
  const needed = ["ApiUrl", "ApiId", "BucketName", "TableName", "FailureQueueUrl"];
  expect(Object.keys(template.Outputs)).toEqual(expect.arrayContaining(needed));
});
