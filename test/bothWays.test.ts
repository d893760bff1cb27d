import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { fixture } from "../src/local/fixture.ts";
import { dynamoStore, type Store } from "../src/log/store.ts";
import { writing } from "../src/middleware/stack.ts";
import { s3 } from "../src/schemas/s3.ts";
import { streams } from "../src/streams.ts";
import { fixturesOf } from "./events.ts";
import { sqsRecord } from "./messages.ts";
import { deliver, newWorld, readAll, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await newWorld();
});
const logged = () => readAll(world.logs, "/logs");

/** Each change that EventBridge sends, with the record of the notification of the same change. */
const Notified = z.object({ Records: z.array(z.looseObject({ eventName: z.string() })) });
const notified = Notified.parse(fixture("s3-every-event")).Records;
const changes = await (async () => {
  const { s3, logs } = await newWorld();
  const events = fixturesOf("s3").filter((name) => /^s3-eventbridge-(?!.*(sqs|sns))/.test(name));
  return Promise.all(
    events.map(async (name) => {
      const { ids } = await deliver(s3, fixture(name));
      const entry = (await readAll(logs, "/logs")).find(({ id }) => id === ids[0]);
      const eventName = entry?.type.slice("com.amazonaws.s3.".length);
      const record = notified.find((record) => record.eventName === eventName);
      if (record === undefined) throw new Error(`No notification has the change of ${name}`);
      return { name, notification: { Records: [record] }, event: fixture(name) };
    }),
  );
})();

describe.each(changes)("a change that comes as a notification and as $name", ({ notification, event }) => {
  test.each([
    ["as a notification", [notification, event]],
    ["through EventBridge", [event, notification]],
  ])("is one entry, with the time and the data of its first delivery: %s", async (_, order) => {
    const alone = await newWorld();
    await deliver(alone.s3, order[0]);
    const [{ recordedtime, ...first } = { recordedtime: "" }] = await readAll(alone.logs, "/logs");
    for (const sent of [...order, ...order, ...order.toReversed()]) await deliver(world.s3BothWays, sent);
    expect(await logged()).toEqual([{ ...first, recordedtime: expect.any(String) }]);
  });

  test("is one entry if both come at the same moment, in messages too", async () => {
    const queued = { Records: [sqsRecord("m1", JSON.stringify(event)), sqsRecord("m2", JSON.stringify(notification))] };
    await Promise.all([notification, event, queued].map((sent) => deliver(world.s3BothWays, sent)));
    expect(await logged()).toHaveLength(1);
  });

  test("is two entries without the setting", async () => {
    await deliver(world.s3, notification);
    await deliver(world.s3, event);
    expect(await logged()).toHaveLength(2);
  });
});

const [{ notification, event } = { notification: {}, event: {} }] = changes.filter(
  ({ name }) => name === "s3-eventbridge-created",
);

describe("a crash between the claim and the entry", () => {
  const crash = (): Store["put"] => () => Promise.reject(new Error("killed"));
  test.each([
    ["the other way", notification, event],
    ["the same way", notification, notification],
    ["the other way round", event, notification],
  ])("is repaired by the next delivery, by %s", async (_, first, second) => {
    const store = { ...dynamoStore(world.table), put: crash() };
    const { onEvent } = writing(streams, { store, print: () => {} });
    await expect(deliver(onEvent(s3("s3", { bothWays: true })), first)).rejects.toThrow("killed");
    expect(await logged()).toEqual([]);
    for (const sent of [second, first, second]) await deliver(world.s3BothWays, sent);
    const entries = await logged();
    expect(entries).toHaveLength(1);
    const alone = await newWorld();
    await deliver(alone.s3, first);
    expect((await readAll(alone.logs, "/logs"))[0]?.id).toBe(entries[0]?.id);
  });
});

test("the work is done once for both", async () => {
  const done: string[] = [];
  const handler = world.onEvent(s3("s3", { bothWays: true }), ({ key }, { id }) => void done.push(`${key} ${id}`));
  for (const sent of [notification, event, notification]) await deliver(handler, sent);
  expect(done).toHaveLength(1);
});

test("the work gets the time of the entry, also if the other delivery came first and its work failed", async () => {
  const times: string[] = [];
  const handler = world.onEvent(s3("s3", { bothWays: true }), (upload, { entry }) => {
    times.push(upload.time, entry.time);
    if (times.length === 2) throw new Error("the work broke");
  });
  await expect(deliver(handler, notification)).rejects.toThrow();
  await deliver(handler, event);
  expect(new Set(times).size).toBe(1);
});

test("entries from before the setting stay the only ones for their deliveries", async () => {
  await deliver(world.s3, notification);
  for (const sent of [notification, event, event]) await deliver(world.s3BothWays, sent);
  expect(await logged()).toHaveLength(1);
});

test("two changes of one object are two entries", async () => {
  const [record] = Notified.parse(notification).Records;
  const removed = { Records: [{ ...record, eventName: "ObjectRemoved:Delete" }] };
  await deliver(world.s3BothWays, notification);
  await deliver(world.s3BothWays, removed);
  expect(await logged()).toHaveLength(2);
});

test("two taggings by MinIO, which sends the sequencer of the object's creation, are two entries", async () => {
  const [record] = Notified.parse(notification).Records;
  const tagged = (second: number) => ({
    ...record,
    eventName: "s3:ObjectCreated:PutTagging",
    eventTime: `2026-03-01T10:00:0${second}.000Z`,
    responseElements: { "x-amz-request-id": `request ${second}` },
  });
  for (const second of [1, 2, 2]) await deliver(world.s3BothWays, { Records: [tagged(second)] });
  expect(await logged()).toHaveLength(2);
});

test("a change whose time is too old makes no claim and is rejected", async () => {
  const late = await newWorld({ RETENTION_DAYS: "1" }, () => Date.parse("2027-06-01T00:00:00.000Z"));
  const handler = late.onEvent(s3("s3", { bothWays: true }));
  for (const sent of [notification, event]) await deliver(handler, sent);
  expect(await readAll(late.logs, "/logs")).toEqual([]);
  expect(await readAll(late.logs, "/rejected")).toHaveLength(2);
});
