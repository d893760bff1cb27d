import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Entry } from "../src/log/entry.ts";
import { dynamoReader } from "../src/log/reader.ts";
import { dynamoStore } from "../src/log/store.ts";
import type { Streams } from "../src/log/streams.ts";
import { reading, writing } from "../src/middleware/stack.ts";
import type { Trigger } from "../src/schemas/kit/trigger.ts";
import { contract } from "../src/testing/contract.ts";
import { fixturesIn } from "../src/testing/fixturesIn.ts";
import { memoryLog, type TestLogOptions } from "../src/testing/memoryLog.ts";
import { expectCloudEvent } from "./cloudevents.ts";
import { newTable } from "./table.ts";
import { readAll } from "./world.ts";

const root = new URL("../", import.meta.url);

/** Every file in schemas/ is a trigger, and exports it under the file's name. */
const triggers = readdirSync(new URL("src/schemas/", root))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length));

type AnyTrigger = Trigger<string, unknown, unknown, unknown, unknown>;

const load = async (name: string): Promise<AnyTrigger> => {
  const schema: Record<string, (stream: string) => AnyTrigger> = await import(
    new URL(`src/schemas/${name}.ts`, root).href
  );
  const trigger = schema[name]?.(name);
  if (trigger === undefined) throw new Error(`src/schemas/${name}.ts does not export ${name}`);
  return trigger;
};

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
  const trigger = await load(name);
  const fixtures = fixturesIn(new URL("events/", root), name);

  describe("over DynamoDB", () => {
    for (const { title, check } of contract(trigger, fixtures, { newLog: tableLog })) test(title, check);
  });

  describe("over the table in memory that `tributary/testing` has", () => {
    for (const { title, check } of contract(trigger, fixtures, { newLog: memoryLog })) test(title, check);
  });
});
