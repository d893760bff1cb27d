import { expect, test } from "vitest";
import { tableFrom } from "./table.ts";

test("TABLE_NAME alone is enough: the default is one shard, and entries are kept for ever", () => {
  expect(tableFrom({ TABLE_NAME: "t", AWS_REGION: "eu-central-1" }, {})).toMatchObject({
    name: "t",
    shards: [{ shards: 1 }],
    retentionDays: 0,
  });
});

test.each([
  [{}, "The environment variable TABLE_NAME is not set. Set it to the name of the log's table"],
  [{ TABLE_NAME: "" }, "The environment variable TABLE_NAME is not set."],
  [{ TABLE_NAME: "t", SHARDS: "x" }, 'SHARDS: step 1, "x", is wrong. Expected <number'],
  [
    { TABLE_NAME: "t", RETENTION_DAYS: "1w" },
    'The environment variable RETENTION_DAYS is "1w". Expected a whole number',
  ],
])("the environment %j causes an error that names the variable, and says what to do: %s", (environment, message) =>
  expect(() => tableFrom(environment, {})).toThrow(message),
);

test("a request to DynamoDB is tried three times, in the standard retry mode", async () => {
  const { config } = tableFrom({ TABLE_NAME: "t", AWS_REGION: "eu-central-1" }, {}).client;
  expect(await config.maxAttempts()).toBe(3);
  expect(typeof config.retryMode === "function" ? await config.retryMode() : config.retryMode).toBe("standard");
});

test.each(["-1", "x", "", " ", "0.5", "1e3", "0x10", "Infinity", "36501", "99999999999999999999"])(
  "a retention of %j days causes an error",
  (days) => expect(() => tableFrom({ TABLE_NAME: "t", RETENTION_DAYS: days }, {})).toThrow("RETENTION_DAYS"),
);
