import { expect, test } from "vitest";
import { deliver, readAll } from "./world.ts";

test("others build on the package by its name: its stack, its schemas and its log", async () => {
  const { stack } = await import("tributary/stack");
  const { s3 } = await import("tributary/schemas/s3");
  const { tableFrom } = await import("tributary/log/table");
  const { dynamoStore } = await import("tributary/log/store");
  const { handler: logs } = await import("../src/handlers/logs.ts");

  const store = dynamoStore(tableFrom(process.env));
  const handler = stack({ store, print: () => {} }).onEvent(s3, ({ key }) => key.length);
  await deliver(handler, {
    Records: [
      {
        awsRegion: "eu-central-1",
        eventTime: "2026-01-01T00:00:00Z",
        eventName: "ObjectCreated:Put",
        s3: { bucket: { name: "bucket" }, object: { key: "key" } },
      },
    ],
  });
  expect(await readAll(logs, "/logs")).toMatchObject([{ subject: "key", result: "3" }]);
});
