import { readdirSync } from "node:fs";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import * as z from "zod";
import { LATE_MS } from "../../src/log/item.ts";
import { SETTLE_MS } from "../../src/log/settled.ts";
import { tableFrom } from "../../src/log/table.ts";
import { streams } from "../../src/streams.ts";
import { functions, template } from "./template.ts";

const STOPS_EARLY_S = 1; // the same value as in src/middleware/stack.ts
const BACKOFF_S = 2; // more than the SDK waits between its attempts
const API_GATEWAY_S = 30;

// Without `throwOnRequestTimeout` the SDK only warns about a request that hangs.
const Handler = z.object({
  config: z.object({
    connectionTimeout: z.number(),
    requestTimeout: z.number(),
    throwOnRequestTimeout: z.literal(true),
  }),
});

test("the template has one function for each file of src/handlers", () => {
  const files = readdirSync(new URL("../../src/handlers", import.meta.url)).map((file) => file.replace(/\.ts$/, ""));
  expect(functions.map(({ name }) => name).sort()).toEqual(files.sort());
});

test.each(functions)("$id runs on Node 24 and knows the table, the shards and the retention", ({ name, settings }) => {
  expect(settings).toMatchObject({
    Runtime: "nodejs24.x",
    Handler: `${name}.handler`,
    Environment: {
      Variables: {
        TABLE_NAME: { Ref: "Table" },
        SHARDS: { Ref: "Shards" },
        RETENTION_DAYS: { Ref: "RetentionDays" },
        AWS_ENDPOINT_URL_DYNAMODB: "",
      },
    },
  });
});

test.each(functions)(
  "$id has time for every attempt of a call to the table, and ends before API Gateway does",
  async ({ settings }) => {
    const { client } = tableFrom({ TABLE_NAME: "none" }, {});
    await expect(client.send(new GetItemCommand({ TableName: "none", Key: {} }))).rejects.toThrow();
    const { connectionTimeout, requestTimeout } = Handler.parse(client.config.requestHandler).config;
    const worst = ((await client.config.maxAttempts()) * (connectionTimeout + requestTimeout)) / 1000 + BACKOFF_S;
    expect(worst).toBeLessThan(settings.Timeout - STOPS_EARLY_S);
    expect(settings.Timeout).toBeLessThan(API_GATEWAY_S);
    expect(SETTLE_MS - LATE_MS, "a follower waits for the slowest put").toBeGreaterThan(settings.Timeout * 1000);
  },
);

// A follower passes the entries of a stream that the reader does not know yet.
test("each function of a trigger is deployed after the reader, but one that the reader itself refers to", () => {
  const { reader, triggers } = Object.groupBy(functions, ({ name }) => (name in streams ? "triggers" : "reader"));
  const [{ id = "" } = {}] = reader ?? [];
  const before = JSON.stringify(template.Resources[id]);
  const later = (triggers ?? []).filter((trigger) => !before.includes(`"${trigger.id}`));
  expect(later.map((trigger) => [trigger.id, template.Resources[trigger.id]?.DependsOn])).toEqual(
    later.map((trigger) => [trigger.id, id]),
  );
  expect(later.length).toBeGreaterThan(1);
});

test.each(functions)("$id writes its lines unchanged to the log group of the functions", ({ settings }) => {
  expect(settings["LoggingConfig"]).toEqual({ LogFormat: "Text", LogGroup: { Ref: "FunctionLogs" } });
});

test.each(functions)("$id has a reserved concurrency only if it is the reader and the parameter is set", (one) => {
  const reserved = ["HasReaderConcurrency", { Ref: "ReaderConcurrency" }, { Ref: "AWS::NoValue" }];
  expect(one.settings["ReservedConcurrentExecutions"]).toEqual(one.name === "logs" ? reserved : undefined);
  expect(template.Parameters["ReaderConcurrency"]?.Default).toBe("0");
  expect(template.Conditions["HasReaderConcurrency"]).toEqual([[{ Ref: "ReaderConcurrency" }, "0"]]);
});

test("the function for HTTP events gets the parameter KeepCaller, which is false by default", () => {
  const http = functions.find(({ name }) => name === "http");
  expect(http?.settings).toMatchObject({ Environment: { Variables: { KEEP_CALLER: { Ref: "KeepCaller" } } } });
  expect(template.Parameters["KeepCaller"]).toMatchObject({ Default: "false", AllowedValues: ["false", "true"] });
});
