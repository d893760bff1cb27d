import { expect, test } from "vitest";
import { tableFrom } from "./table.ts";

test("the environment names the table; one shard and no end are what it does not say", () => {
  expect(tableFrom({ TABLE_NAME: "t", AWS_REGION: "eu-central-1" })).toMatchObject({
    name: "t",
    shards: [{ shards: 1 }],
    retentionDays: 0,
  });
});

test.each([
  [{}, "TABLE_NAME"],
  [{ TABLE_NAME: "" }, "TABLE_NAME"],
  [{ TABLE_NAME: "t", RETENTION_DAYS: "-1" }, "RETENTION_DAYS"],
  [{ TABLE_NAME: "t", RETENTION_DAYS: "x" }, "RETENTION_DAYS"],
  [{ TABLE_NAME: "t", SHARDS: "x" }, "SHARDS"],
])("with %j it names the variable that is wrong: %s", (environment, variable) =>
  expect(() => tableFrom(environment)).toThrow(variable),
);

test("a request to DynamoDB is tried three times, in the standard way", async () => {
  const { config } = tableFrom({ TABLE_NAME: "t", AWS_REGION: "eu-central-1" }).client;
  expect(await config.maxAttempts()).toBe(3);
  expect(typeof config.retryMode === "function" ? await config.retryMode() : config.retryMode).toBe("standard");
});
