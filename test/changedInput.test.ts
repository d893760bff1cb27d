import { describe, expect, test } from "vitest";
import * as z from "zod";
import { dynamodb } from "../src/schemas/dynamodb.ts";
import { eventbridge } from "../src/schemas/eventbridge.ts";
import { kinesis } from "../src/schemas/kinesis.ts";
import { sns } from "../src/schemas/sns.ts";
import { sqs } from "../src/schemas/sqs.ts";
import { fixturesIn } from "../src/testing/fixturesIn.ts";
import { triggerOf, triggers } from "./everyTrigger.ts";
import { deliver, newLog, readAll } from "./world.ts";

const events = new URL("../events/", import.meta.url);

/** The good events of a trigger, each with its name. */
const goodEvents = (trigger: string) =>
  Object.entries(fixturesIn(events, trigger)).filter(([name]) => !/^(bad-|mixed)/.test(name));

/** Changes every object and array in a value. */
const spoil = (value: unknown): void => {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return;
  for (const part of Object.values(value)) spoil(part);
  if (Array.isArray(value)) value.push("spoiled");
  else Object.assign(value, { spoiled: true });
};

const spoiling = z.preprocess((input) => {
  spoil(input);
  return input;
}, z.unknown());

type Log = Awaited<ReturnType<typeof newLog<Record<string, { bySubject: true }>>>>;

/** The entries that a log has after these deliveries, without what differs between two logs. */
const entriesAfter = async (
  stream: string,
  handle: (log: Log) => ReturnType<Log["onEvent"]>,
  event: unknown,
): Promise<readonly unknown[]> => {
  const log = await newLog<Record<string, { bySubject: true }>>({ [stream]: { bySubject: true } });
  const handler = handle(log);
  await deliver(handler, event);
  await deliver(handler, event);
  expect(await readAll(log.logs, "/rejected")).toEqual([]);
  return (await readAll(log.logs, "/logs?limit=200")).map(({ recordedtime, ...entry }) => entry);
};

describe.each(triggers)("%s", async (name) => {
  const trigger = await triggerOf(name);

  test.each(goodEvents(name))(
    "%s: a work function that changes what it gets does not change the entry",
    async (_, event) => {
      const spoiled = await entriesAfter(
        name,
        (log) =>
          log.onEvent(trigger, (given, { entry }) => {
            spoil(given);
            spoil(entry.data);
          }),
        event,
      );
      expect(spoiled).toEqual(await entriesAfter(name, (log) => log.onEvent(trigger), event));
    },
  );
});

describe.each([
  ["sqs", (log: Log) => log.onEvent(sqs("sqs", { body: spoiling }))],
  ["sns", (log: Log) => log.onEvent(sns("sns", { message: spoiling }))],
  ["kinesis", (log: Log) => log.onEvent(kinesis("kinesis", { data: spoiling }))],
  ["dynamodb", (log: Log) => log.onEvent(dynamodb("dynamodb", { image: spoiling }))],
  ["eventbridge", (log: Log) => log.onEvent(eventbridge("eventbridge", { detail: spoiling }))],
])("%s", async (name, spoiledBy) => {
  const plain = await triggerOf(name);

  test.each(goodEvents(name))("%s: a schema that changes its input does not change the entry", async (_, event) => {
    const spoiled = await entriesAfter(name, spoiledBy, event);
    expect(spoiled).toEqual(await entriesAfter(name, (log) => log.onEvent(plain), event));
  });
});
