import { beforeEach, describe, expect, expectTypeOf, test } from "vitest";
import * as z from "zod";
import { fixture } from "../src/local/fixture.ts";
import { defineStreams } from "../src/log/streams.ts";
import { sns } from "../src/schemas/sns.ts";
import { snsRecord, TOPIC } from "./messages.ts";
import { deliver, deliverAs, newLog, readAll, request } from "./world.ts";

const streams = defineStreams({ alerts: { bySubject: true } });
let log: Awaited<ReturnType<typeof newLog<typeof streams>>>;
beforeEach(async () => {
  log = await newLog(streams);
});
const logged = () => readAll(log.logs, "/logs");
const rejected = () => readAll(log.logs, "/rejected");
const send = (message: unknown, change: object = {}, id: unknown = "m1") =>
  deliver(log.onEvent(sns("alerts")), { Records: [snsRecord(id, message, change)] });

test("a notification is an entry with its message, its attributes and its subject", async () => {
  await deliver(log.onEvent(sns("alerts")), fixture("sns-json"));
  const [entry] = await logged();
  expect(entry).toMatchObject({
    source: "arn:aws:sns:eu-central-1:111122223333:tributary-alerts",
    type: "com.amazonaws.sns.Notification",
    subject: "Disk is full",
    time: "2026-02-03T08:15:30.123Z",
  });
  expect(entry?.data).toEqual({
    messageId: "95df01b4-ee98-5cb9-9903-4c221d41eb5e",
    message: { severity: "high", text: "Disk is full", usage: 0.97, account: Number("12345678901234567890") },
    messageAttributes: {
      severity: { Type: "String", Value: "high" },
      hosts: { Type: "String.Array", Value: '["a","b"]' },
      sample: { Type: "Binary", Value: "AAEC/w==" },
    },
  });
});

test("a message keeps each number as it was sent, and the work gets ordinary numbers", async () => {
  const given: unknown[] = [];
  const message = '{"a":12345678901234567890,"b":[1e400,-0],"c":1.50}';
  await deliver(
    log.onEvent(sns("alerts"), (value) => void given.push(value)),
    { Records: [snsRecord("m1", message)] },
  );
  const { body } = await deliver(log.logs, request("GET", "/logs"));
  expect(body).toContain('"data":{"messageId":"m1","message":{"a":12345678901234567890,"b":[1e400,-0],"c":1.5}}');
  expect(given).toEqual([{ a: 12345678901234567000, b: [Number.POSITIVE_INFINITY, -0], c: 1.5 }]);
});

test.each([
  ["a text", "Hello"],
  ["an empty text", ""],
  ["JSON with a name twice", '{"a":1,"a":2}'],
  ["JSON that is nested too deeply", `${"[".repeat(5_000)}${"]".repeat(5_000)}`],
  ["half of a surrogate pair", "\ud800"],
  ["text with control characters", "a\u0000\u001b\n"],
])("a message that is %s is kept as its text", async (_, message) => {
  expect(await send(message)).toMatchObject({ written: 1 });
  expect((await logged())[0]?.data).toEqual({ messageId: "m1", message });
});

test.each([
  ["null", null],
  ["[]", []],
  ['"text"', "text"],
  [`${"[".repeat(999)}${"]".repeat(999)}`, expect.any(Array)],
  ['{"__proto__":{"a":1}}', JSON.parse('{"__proto__":{"a":1}}')],
])("the message %s is kept as the JSON value", async (message, value) => {
  await send(message);
  expect((await logged())[0]?.data).toEqual({ messageId: "m1", message: value });
});

test("a message is kept as text if the trigger says so", async () => {
  const handler = log.onEvent(sns("alerts", { as: "text" }), (text) => expectTypeOf(text).toEqualTypeOf<string>());
  await deliver(handler, { Records: [snsRecord("m1", '{"a":1}')] });
  expect((await logged())[0]?.data).toEqual({ messageId: "m1", message: '{"a":1}' });
});

test("deliveries by two subscriptions of a topic are one entry, and equal messages with other ids are not", async () => {
  const handler = log.onEvent(sns("alerts"));
  const again = { ...snsRecord("m1", "x", { Signature: "b3RoZXI=" }), EventSubscriptionArn: `${TOPIC}:2` };
  for (const record of [snsRecord("m1", "x"), again, snsRecord("m2", "x")])
    await deliver(handler, { Records: [record] });
  expect(await logged()).toHaveLength(2);
});

test.each([
  ["a\nb", "a%0Ab"],
  ["100% ü", "100% ü"],
  [null, undefined],
  ["", undefined],
  [undefined, undefined],
])("the subject %j becomes the subject %j", async (Subject, subject) => {
  await send("x", { Subject });
  expect((await logged())[0]?.subject).toBe(subject);
});

test("fields that we do not know are kept, and the signature and the address to unsubscribe are not", async () => {
  await send("x", { SequenceNumber: "10000000000000003000", New: { a: [1] } });
  const [entry] = await logged();
  expect(entry?.data).toEqual({
    messageId: "m1",
    message: "x",
    details: { SequenceNumber: "10000000000000003000", New: { a: [1] } },
  });
  expect(JSON.stringify(entry)).not.toMatch(/Unsubscribe|c2lnbmF0dXJl|SigningCert/);
});

describe("a schema of the message", () => {
  const Alert = z.object({ severity: z.enum(["low", "high"]), count: z.coerce.bigint() });
  const alert = '{"severity":"high","count":"3","more":true}';

  test("gives the work its output, and the entry keeps the message as it was sent", async () => {
    const given: unknown[] = [];
    const handler = log.onEvent(sns("alerts", { message: Alert }), (value, { delivered }) => {
      expectTypeOf(value).toEqualTypeOf<{ severity: "low" | "high"; count: bigint }>();
      given.push(value, delivered);
    });
    await deliver(handler, { Records: [snsRecord("m1", alert)] });
    expect(given).toEqual([{ severity: "high", count: 3n }, snsRecord("m1", alert)]);
    expect((await logged())[0]?.data).toEqual({ messageId: "m1", message: JSON.parse(alert) });
  });

  test("rejects another message, names the path in it, and does no work", async () => {
    const handler = log.onEvent(sns("alerts", { message: Alert }), () => {
      throw new Error("There is no work");
    });
    const event = { Records: [snsRecord("m1", '{"severity":"medium","count":"3"}')] };
    for (const id of ["one", "two"]) await deliverAs(id, handler, event);
    expect(await rejected()).toMatchObject([{ data: { issues: [{ path: ["Sns", "Message", "severity"] }] } }]);
  });

  test("that fails by itself rejects the message", async () => {
    const Async = z.string().refine(async () => true);
    expect(
      await deliver(log.onEvent(sns("alerts", { message: Async })), { Records: [snsRecord("m1", "x")] }),
    ).toMatchObject({
      rejected: 1,
    });
  });

  test("is not needed: without it, the work gets any value", () => {
    log.onEvent(sns("alerts"), (value) => expectTypeOf(value).toEqualTypeOf<unknown>());
  });
});

test("a rejection holds the record as it was delivered, without the addresses that end or confirm a subscription", async () => {
  await deliver(log.onEvent(sns("alerts")), fixture("sns-bad-Sns.Type"));
  const [entry] = await rejected();
  expect(entry?.data).toMatchObject({
    payload: {
      Sns: {
        Type: "SubscriptionConfirmation",
        UnsubscribeUrl: "[removed]",
        SubscribeURL: "[removed]",
        Token: "[removed]",
      },
    },
  });
  expect(JSON.stringify(entry)).not.toMatch(/Action=|2336412f37f/);
});

test.each([
  ["nothing", null],
  ["a notification that is null", { EventSource: "aws:sns", Sns: null }],
  ["a message id that is an object", snsRecord({ toString: 1 }, "x")],
  ["a topic that is no ARN", snsRecord("m1", "x", { TopicArn: "topic" })],
  ["a time that is no time", snsRecord("m1", "x", { Timestamp: 5 })],
  ["a message that is an object", snsRecord("m1", { a: 1 })],
])("a record with %s is rejected", async (_, record) => {
  expect(await deliver(log.onEvent(sns("alerts")), { Records: [record] })).toMatchObject({ rejected: 1, written: 0 });
});

test("a message that does not fit is cut, and a failure is thrown to Lambda", async () => {
  await send(JSON.stringify({ a: "x".repeat(1_000_000) }));
  expect(await logged()).toMatchObject([{ truncated: true, data: { truncated: true, size: expect.any(Number) } }]);
  const handler = log.onEvent(sns("alerts"), () => {
    throw new Error("no luck");
  });
  await expect(deliver(handler, { Records: [snsRecord("m2", "x")] })).rejects.toThrow(
    "1 of 1 records could not be kept",
  );
});
