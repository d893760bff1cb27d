import { describe, expect, test } from "vitest";
import type { Entry } from "../src/log/entry.ts";
import { dynamoReader } from "../src/log/reader.ts";
import { dynamoStore } from "../src/log/store.ts";
import type { Streams } from "../src/log/streams.ts";
import { reading, writing } from "../src/middleware/stack.ts";
import { contract } from "../src/testing/contract.ts";
import { fixturesIn } from "../src/testing/fixturesIn.ts";
import { memoryLog, type TestLogOptions } from "../src/testing/memoryLog.ts";
import { expectCloudEvent } from "./cloudevents.ts";
import { triggerOf, triggers } from "./everyTrigger.ts";
import { newTable } from "./table.ts";
import { readAll } from "./world.ts";

const root = new URL("../", import.meta.url);

/** A log in DynamoDB. It is read over HTTP, and each entry is checked against the specification of CloudEvents. */
const tableLog = async (streams: Streams, { clock = Date.now, fails = false }: TestLogOptions) => {
  const table = await newTable({}, streams);
  const store = dynamoStore(fails ? { ...table, name: "gone" } : table);
  const options = { clock, print: () => {} };
  const logs = reading(streams, { ...options, reader: dynamoReader(table, clock) });
  const read = async (path: string): Promise<readonly Entry[]> => {
    const entries = await readAll(logs, `${path}?limit=200`);
    for (const entry of entries) expectCloudEvent(entry);
    return entries;
  };
  return {
    ...writing(streams, { ...options, store }),
    entries: () => read("/logs"),
    rejected: () => read("/rejected"),
  };
};

test("there are triggers", () => expect(triggers.length).toBeGreaterThan(0));

describe.each(triggers)("the trigger %s", async (name) => {
  const trigger = await triggerOf(name);
  const fixtures = fixturesIn(new URL("events/", root), name);

  describe("over DynamoDB", () => {
    for (const { title, check } of contract(trigger, fixtures, { newLog: tableLog })) test(title, check);
  });

  describe("over the table in memory that `tributary/testing` has", () => {
    for (const { title, check } of contract(trigger, fixtures, { newLog: memoryLog })) test(title, check);
  });
});
