import { s3 } from "tributary";
import { fixturesIn, invoke, memoryLog } from "tributary/testing";
import { expect, test } from "vitest";
import { describe } from "../src/describe.ts";
import { streams } from "../src/streams.ts";

const { put } = fixturesIn(new URL("../events/", import.meta.url), "uploads"); // events/uploads-put.json

test("an upload that is delivered twice is one entry, with the result of its work", async () => {
  const log = memoryLog(streams);
  const handler = log.onEvent(s3("uploads"), describe);
  await invoke(handler, put);
  await invoke(handler, put);
  expect(await log.entries()).toMatchObject([{ subject: "HappyFace.jpg", result: '{"kind":"jpg","size":1024}' }]);
});
