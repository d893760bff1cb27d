import { beforeEach, describe, expect, expectTypeOf, test } from "vitest";
import * as z from "zod";
import { fixture } from "../src/local/fixture.ts";
import { defineStreams } from "../src/log/streams.ts";
import { eventbridge } from "../src/schemas/eventbridge.ts";
import { deliver, deliverAs, newLog, readAll } from "./world.ts";

const streams = defineStreams({ orders: { bySubject: true } });
let log: Awaited<ReturnType<typeof newLog<typeof streams>>>;
beforeEach(async () => {
  log = await newLog(streams);
});
const entryOf = async (event: unknown) => {
  expect(await deliver(log.onEvent(eventbridge("orders")), event)).toMatchObject({ rejected: 0 });
  const [entry, ...others] = await readAll(log.logs, "/logs");
  expect(others).toEqual([]);
  return entry;
};
const rejected = () => readAll(log.logs, "/rejected");

const event = (change: object = {}) => ({ ...Object(fixture("eventbridge-own")), ...change });

test.each([
  ["eventbridge-service", "aws.ec2", "com.amazonaws.ec2.EC2 Instance State-change Notification"],
  ["eventbridge-own", "com.example.orders", "com.example.orders.Order placed"],
  ["eventbridge-scheduled-rule", "aws.events", "com.amazonaws.events.Scheduled Event"],
  ["eventbridge-s3", "aws.s3", "com.amazonaws.s3.Object Created"],
  [
    "eventbridge-partner",
    "aws.partner/example.com/111122223333/orders",
    "aws.partner/example.com/111122223333/orders.order.created",
  ],
])("%s has the source %s and the type %s", async (name, source, type) => {
  const sent = Object(fixture(name));
  expect(await entryOf(sent)).toMatchObject({
    source,
    type,
    data: sent.detail,
    originid: sent.id,
    account: sent.account,
    region: sent.region,
    time: new Date(sent.time).toISOString(),
  });
});

test("the first resource is the subject, and several resources are all kept", async () => {
  const entry = await entryOf(fixture("eventbridge-resources"));
  const { resources } = Object(fixture("eventbridge-resources"));
  expect(entry?.subject).toBe(resources[0]);
  expect(JSON.parse(String(entry?.["resources"]))).toEqual(resources);
});

test.each([[[]], [null], [undefined]])("an event with the resources %j has no subject", async (resources) => {
  const entry = await entryOf(event({ resources }));
  expect(entry).not.toHaveProperty("subject");
  expect(entry).not.toHaveProperty("resources");
});

test("a resource with control characters is a subject without them", async () => {
  expect(await entryOf(event({ resources: ["a\nb", "c\u007f"] }))).toMatchObject({
    subject: "a%0Ab",
    resources: '["a\\nb","c%7F"]',
  });
});

test("fields that we do not know are kept as JSON text, but not the name of a replay", async () => {
  const entry = await entryOf(event({ "replay-name": "r", new: { a: [1] } }));
  expect(entry?.["details"]).toBe('{"new":{"a":[1]}}');
});

test("a replay, and a delivery by another rule, are the same entry", async () => {
  const first = await entryOf(event());
  expect(await entryOf(event({ "replay-name": "replay" }))).toEqual(first);
});

test.each([[null], [[]], ["{}"], [0], [JSON.parse('{"__proto__":{"a":1}}')]])(
  "the detail %j is the data as it is",
  async (detail) => expect((await entryOf(event({ detail })))?.data).toEqual(detail),
);

describe("a schema of the detail", () => {
  const Order = z.object({ orderId: z.string(), total: z.number().transform((euros) => euros * 100) });

  test("gives the work its output, and the entry keeps the detail as it was sent", async () => {
    const given: unknown[] = [];
    const handler = log.onEvent(eventbridge("orders", { detail: Order }), (order, { entry: { source } }) => {
      expectTypeOf(order).toEqualTypeOf<{ orderId: string; total: number }>();
      given.push(order, source);
    });
    await deliver(handler, event());
    expect(given).toEqual([{ orderId: "o-1001", total: 4990 }, "com.example.orders"]);
    expect((await entryOf(event()))?.data).toEqual(event().detail);
  });

  test("rejects another detail once, and names the path in it", async () => {
    const handler = log.onEvent(eventbridge("orders", { detail: Order }));
    for (const id of ["one", "two"]) await deliverAs(id, handler, event({ detail: { orderId: 5, total: 1 } }));
    expect(await rejected()).toMatchObject([
      { data: { issues: [{ path: ["detail", "orderId"] }], payload: event({ detail: { orderId: 5, total: 1 } }) } },
    ]);
  });
});

test.each([
  ["no id", { id: undefined }],
  ["no detail", { detail: undefined }],
  ["an id that is an object", { id: {} }],
  ["an empty source", { source: "" }],
  ["a source with a line break", { source: "a\nb" }],
  ["half of a surrogate pair in its type", { "detail-type": "\ud800" }],
  ["a time that is no time", { time: "noon" }],
  ["an account that is a number", { account: 1 }],
  ["resources that are no texts", { resources: [1] }],
])("an event with %s is rejected", async (_, change) => {
  expect(await deliver(log.onEvent(eventbridge("orders")), event(change))).toMatchObject({ rejected: 1, written: 0 });
});

test("a field __proto__ at the top is kept, in an entry and in a rejection", async () => {
  const added = JSON.parse('{"__proto__":{"a":1}}');
  expect((await entryOf({ ...event(), ...added }))?.["details"]).toBe('{"__proto__":{"a":1}}');
  await deliver(log.onEvent(eventbridge("orders")), { ...event({ id: 5 }), ...added });
  expect(JSON.stringify(await rejected())).toContain('"__proto__":{"a":1}');
});

test("two rejected events that are not events of a bus are two rejections, even if they have the same field id", async () => {
  const handler = log.onEvent(eventbridge("orders"));
  const details = [
    { id: "o-1", state: "PLACED" },
    { id: "o-1", state: "SHIPPED" },
  ];
  for (const detail of details) await deliver(handler, detail);
  expect((await rejected()).map(({ data }) => Object(data).payload)).toEqual(expect.arrayContaining(details));
});

test("huge fields do not keep an event out of the log", async () => {
  const resources = Array.from({ length: 500 }, (_, i) => `arn:${i}:${"\u0080".repeat(2000)}`);
  const entry = await entryOf(event({ resources, detail: "x".repeat(500_000), more: "y".repeat(1_000_000) }));
  expect(entry).toMatchObject({ truncated: true, resources: expect.stringContaining("truncated") });
});

test("a failure is thrown to Lambda", async () => {
  const handler = log.onEvent(eventbridge("orders"), () => {
    throw new Error("no luck");
  });
  await expect(deliver(handler, event())).rejects.toThrow("1 of 1 records could not be kept");
});
