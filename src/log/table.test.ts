import { expect, test } from "vitest";
import { tableFrom } from "./table.ts";

test("the environment names the table; without other variables there is one shard and no retention", () => {
  expect(tableFrom({ TABLE_NAME: "t", AWS_REGION: "eu-central-1" })).toMatchObject({
    name: "t",
    shards: [{ shards: 1 }],
    retentionDays: 0,
  });
});

test.each([
  [{}, "TABLE_NAME"],
  [{ TABLE_NAME: "" }, "TABLE_NAME"],
  [{ TABLE_NAME: "t", SHARDS: "x" }, "SHARDS"],
])("with %j it names the variable that is wrong: %s", (environment, variable) =>
  expect(() => tableFrom(environment)).toThrow(variable),
);

test("a request to DynamoDB is tried three times, in the standard way", async () => {
  const { config } = tableFrom({ TABLE_NAME: "t", AWS_REGION: "eu-central-1" }).client;
  expect(await config.maxAttempts()).toBe(3);
  expect(typeof config.retryMode === "function" ? await config.retryMode() : config.retryMode).toBe("standard");
});
test.each(["-1", "x", "", " ", "0.5", "1e3", "0x10", "Infinity", "36501", "99999999999999999999"])(
  "a retention of %j days is refused",
  (days) => expect(() => tableFrom({ TABLE_NAME: "t", RETENTION_DAYS: days })).toThrow("RETENTION_DAYS"),
);
