import { expect, test } from "vitest";
import { s3Record } from "./sent.ts";
import { deliver, readAll } from "./world.ts";

test("others build on the package by its name: its stack, its schemas and its log", async () => {
  const { stack } = await import("tributary/stack");
  const { s3 } = await import("tributary/schemas/s3");
  const { tableFrom } = await import("tributary/log/table");
  const { dynamoStore } = await import("tributary/log/store");
  const { handler: logs } = await import("../src/handlers/logs.ts");

  const store = dynamoStore(tableFrom(process.env));
  const handler = stack({ store, print: () => {} }).onEvent(s3, ({ key }) => key.length);
  await deliver(handler, { Records: [s3Record()] });
  expect(await readAll(logs, "/logs")).toMatchObject([{ subject: "key", result: "3" }]);
});
