import { expect, test } from "vitest";
import { functions, template } from "./template.ts";

test("two stacks can be in one account, because each name of a resource contains the name of the stack", () => {
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
  "$id does not refer to the bucket, because CloudFormation does not allow circular references",
  ({ role, settings }) => {
    expect(JSON.stringify([settings, template.Resources[role]])).not.toMatch(/"(\$\{)?Bucket\b/);
  },
);

test("the outputs have everything that a user needs next", () => {
  const needed = ["ApiUrl", "ApiId", "BucketName", "TableName", "FailureQueueUrl"];
  expect(Object.keys(template.Outputs)).toEqual(expect.arrayContaining(needed));
});
