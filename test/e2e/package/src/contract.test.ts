import { reportOrThrow } from "tributary";
import { contract, fixturesIn, invoke, memoryLog } from "tributary/testing";
import { describe, expect, test } from "vitest";
import { mails } from "./mails.ts";
import { streams } from "./streams.ts";

const fixtures = fixturesIn(new URL("../events/", import.meta.url), "mails");

describe("the trigger for mails", () => {
  for (const { title, check } of contract(mails("mails"), fixtures)) test(title, check);
});

test("the contract names what a trigger breaks", async () => {
  const forgetful = { ...mails("mails"), respond: () => reportOrThrow([]) };
  const promises = contract(forgetful, fixtures).filter(({ title }) => title.startsWith("one: fails"));
  expect(promises).toHaveLength(1);
  await expect(promises[0]?.check()).rejects.toThrow("the function must throw");
});

test("a handler does its work over a log in memory", async () => {
  const log = memoryLog(streams);
  const handler = log.onEvent(mails("mails"), ({ messageId }) => ({ messageId }));
  await invoke(handler, fixtures["one"]);
  expect(await log.entries()).toMatchObject([{ stream: "mails", result: '{"messageId":"m-1"}' }]);
});
