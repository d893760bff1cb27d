import { beforeEach, describe, expect, test } from "vitest";
import { contextOf } from "../src/local/context.ts";
import { fixture } from "../src/local/fixture.ts";
import { lookEvent } from "../src/middleware/look.ts";
import { s3 } from "../src/schemas/s3.ts";
import { snsBody, snsRecord, sqsRecord, waysOf } from "./messages.ts";
import { s3Record } from "./sent.ts";
import { deliver, newWorld, readAll, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await newWorld();
});
const logged = () => readAll(world.logs, "/logs");
const rejected = () => readAll(world.logs, "/rejected");

const textOf = (...keys: readonly string[]) => JSON.stringify({ Records: keys.map((key) => s3Record({ key })) });

describe.each(["s3-put", "s3-many", "s3-test", "s3-eventbridge-created", "s3-tagging-put"])("the event %s", (name) => {
  const ways = Object.entries(waysOf(Object(fixture(name))));

  test("is the same entries by each way", async () => {
    const all = await Promise.all(
      ways.map(async ([, event]) => {
        const { s3Queue, logs } = await newWorld({}, () => Date.parse("2026-10-01T00:00:00.000Z"));
        await deliver(s3Queue, event);
        return readAll(logs, "/logs");
      }),
    );
    for (const entries of all) expect(entries).toEqual(all[0]);
    expect(all[0]).not.toEqual([]);
  });

  test.each([ways, ways.toReversed()])("is in the log once if it comes by all ways", async (...ways) => {
    for (const [, event] of ways) await deliver(world.s3Queue, event);
    await Promise.all(ways.map(([, event]) => deliver(world.s3Queue, event)));
    expect(await logged()).toHaveLength(name === "s3-many" ? 3 : 1);
    expect(await rejected()).toEqual([]);
  });
});

test("each message of a batch may hold several records, and the answer to a queue names no message that was kept", async () => {
  const event = { Records: [sqsRecord("m1", textOf("a", "b")), sqsRecord("m2", snsBody("n", textOf("c", "d", "a")))] };
  expect(await deliver(world.s3Queue, event)).toEqual({ batchItemFailures: [] });
  expect((await logged()).map(({ subject }) => subject).toSorted()).toEqual(["a", "b", "c", "d"]);
});

describe("if a record cannot be kept", () => {
  const failing = () =>
    world.onEvent(s3("s3"), ({ key }) => {
      if (key.startsWith("bad")) throw new Error("no luck");
    });

  test("the answer names its message once, and the other records are in the log", async () => {
    const event = { Records: [sqsRecord("m1", textOf("a", "bad1", "bad2")), sqsRecord("m2", textOf("b"))] };
    expect(await deliver(failing(), event)).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] });
    expect((await logged()).map(({ subject }) => subject).toSorted()).toEqual(["a", "b"]);
  });

  test("and so can no other record, the function throws", async () => {
    const event = { Records: [sqsRecord("m1", textOf("bad1")), sqsRecord("m2", textOf("bad2"))] };
    await expect(deliver(failing(), event)).rejects.toThrow("2 of 2 records could not be kept: no luck");
  });

  test("and its message has no id, the function throws", async () => {
    const event = { Records: [sqsRecord(undefined, textOf("bad")), sqsRecord("m2", textOf("b"))] };
    await expect(deliver(failing(), event)).rejects.toThrow("1 of 2 records could not be kept");
  });

  test("and its message came from a topic, the function throws, so that Lambda tries the message again", async () => {
    const event = { Records: [snsRecord("m1", textOf("a", "bad"))] };
    await expect(deliver(failing(), event)).rejects.toThrow("1 of 2 records could not be kept");
    expect(await logged()).toHaveLength(1);
  });

  const queue = "arn:aws:sqs:eu-central-1:123456789012:uploads";
  const grouped = (queue: string) => ({
    Records: [
      sqsRecord("m1", textOf("bad"), { queue, group: "1" }),
      sqsRecord("m2", textOf("a"), { queue, group: "1" }),
      sqsRecord("m3", textOf("b"), { queue, group: "2" }),
    ],
  });

  test("its group of a FIFO queue stops there, and the other groups go on", async () => {
    expect(await deliver(failing(), grouped(`${queue}.fifo`))).toEqual({
      batchItemFailures: [{ itemIdentifier: "m1" }, { itemIdentifier: "m2" }],
    });
    expect((await logged()).map(({ subject }) => subject)).toEqual(["b"]);
  });

  test("a group of another queue goes on, because it is not ordered", async () => {
    expect(await deliver(failing(), grouped(queue))).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] });
  });
});

const NEITHER = "neither a notification of S3 nor an event that S3 sends through EventBridge";
const NOT_JSON = "not JSON, or it is nested too deeply, or it has a name twice";
const nested = (times: number): string =>
  times === 0 ? textOf("a") : JSON.stringify({ Records: [sqsRecord("m", nested(times - 1))] });
const enveloped = (times: number): string => (times === 0 ? textOf("a") : snsBody("n", enveloped(times - 1)));

describe("a message that holds no event of S3", () => {
  test.each<[string, unknown, string]>([
    ["is no JSON", "Hello from SQS!", NOT_JSON],
    ["is empty", "", NOT_JSON],
    ["is a text in JSON", '"text"', NEITHER],
    ["is null", "null", NEITHER],
    ["is a number", "1e400", NEITHER],
    ["is an empty list of records", '{"Records":[]}', NEITHER],
    ["is a record that is not in a list", JSON.stringify(s3Record()), NEITHER],
    ["holds the records of another service", '{"Records":[{"eventSource":"aws:ses","ses":{}}]}', NEITHER],
    ["holds the event of another service", JSON.stringify(fixture("schedule-rule")), NEITHER],
    ["has a name twice", textOf("a").replace("{", '{"Records":[],'), NOT_JSON],
    ["is nested too deeply", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, NOT_JSON],
    ["is huge", JSON.stringify({ a: "x".repeat(900_000) }), NEITHER],
    ["hides the records in __proto__", `{"__proto__":${textOf("a")}}`, NEITHER],
    ["is in ten messages of a queue", nested(10), NEITHER],
    ["is in ten messages of a topic", enveloped(10), NEITHER],
    ["is an object and not a text", { Records: [s3Record()] }, "its content is not a text"],
    ["is missing", undefined, "its content is not a text"],
  ])(
    "is rejected once, with its reason and as it was delivered, and is not delivered again: it %s",
    async (_, content, why) => {
      const queued = { Records: [sqsRecord("m1", content)] };
      const published = { Records: [snsRecord("m1", content)] };
      for (let tries = 0; tries < 2; tries++) {
        expect(await deliver(world.s3Queue, queued)).toEqual({ batchItemFailures: [] });
        expect(await deliver(world.s3, published)).toMatchObject({ rejected: 1 });
      }
      const rejections = await rejected();
      expect(rejections.map(({ data }) => data).toReversed()).toMatchObject([
        { reason: "schema", issues: [{ path: ["body"], message: expect.stringContaining(why) }] },
        { reason: "schema", issues: [{ path: ["Sns", "Message"], message: expect.stringContaining(why) }] },
      ]);
      const [first] = rejections.toReversed();
      if (JSON.stringify(content ?? "").length < 10_000)
        expect(first?.data).toMatchObject({ payload: JSON.parse(JSON.stringify(queued.Records[0])) });
      expect(await logged()).toEqual([]);
    },
  );

  test("is rejected apart from an equal message with another id", async () => {
    await deliver(world.s3Queue, { Records: [sqsRecord("m1", "x"), sqsRecord("m2", "x"), sqsRecord("m1", "x")] });
    expect(await rejected()).toHaveLength(2);
  });

  test.each([
    ["a message id that is no text", sqsRecord(1, "x")],
    ["no attributes", { ...sqsRecord("m1", textOf("a")), attributes: null, eventSourceARN: 5 }],
    ["a queue that is no text", { ...sqsRecord("m1", "x"), eventSourceARN: { toString: 1 } }],
    ["a topic that is no text", snsRecord("m1", "x", { TopicArn: [] })],
    ["no notification", { EventSource: "aws:sns" }],
    ["a notification that is a text", { EventSource: "aws:sns", Sns: "x" }],
  ])("does not fail the function if its envelope has %s", async (_, record) => {
    await deliver(world.s3Queue, { Records: [record] });
    expect((await logged()).length + (await rejected()).length).toBe(1);
  });
});

describe("a bad record in a message", () => {
  const bad = { ...s3Record(), eventTime: "noon" };

  test("is one rejection by all ways, and its payload is the record", async () => {
    for (const event of Object.values(waysOf({ Records: [bad] }))) await deliver(world.s3Queue, event);
    expect(await rejected()).toMatchObject([{ data: { payload: bad, issues: [{ path: ["eventTime"] }] } }]);
  });

  test("that is not of S3 is rejected once for each message and place", async () => {
    const event = (id: string) => ({
      Records: [sqsRecord(id, JSON.stringify({ Records: [null, s3Record(), null, 5] }))],
    });
    for (const id of ["m1", "m1", "m2"])
      expect(await deliver(world.s3Queue, event(id))).toEqual({ batchItemFailures: [] });
    expect(await rejected()).toHaveLength(6);
    expect(await logged()).toHaveLength(1);
  });
});

test.each(["aws:sqs", "aws:sns"])(
  "a record that has the form of an S3 record is one, even if its source is %s",
  async (source) => {
    const record = { ...s3Record({ key: "a" }), eventSource: source, EventSource: source, body: "x", messageId: "m1" };
    expect(await deliver(world.s3, { Records: [record] })).toMatchObject({ written: 1 });
    expect(await logged()).toMatchObject([{ source: `${source}.eu-central-1.bucket`, subject: "a" }]);
  },
);

test("a message and a notification may come in one event that somebody wrote by hand", async () => {
  await deliver(world.s3Queue, { Records: [s3Record({ key: "a" }), sqsRecord("m1", textOf("b"))] });
  expect(await logged()).toHaveLength(2);
});

test("a redrive finds each record of a message", async () => {
  const event = { Records: [sqsRecord("m1", textOf("a", "b")), sqsRecord("m2", "poison")] };
  const context = contextOf("S3");
  const look = lookEvent({ functionArn: context.invokedFunctionArn, requestId: "r", event });
  expect(await world.s3Queue(look, context)).toMatchObject({
    records: 3,
    kept: 0,
    each: [{ status: "missing", subject: "a" }, { status: "missing", subject: "b" }, { status: "missing" }],
  });
  await deliver(world.s3Queue, event);
  expect(await world.s3Queue(look, context)).toMatchObject({
    records: 3,
    kept: 3,
    each: [{ status: "kept", subject: "a" }, { status: "kept", subject: "b" }, { status: "rejected" }],
  });
});

test("the work function gets the change, and the record as it was in the message", async () => {
  const seen: unknown[] = [];
  const handler = world.onEvent(s3("s3"), ({ key }, { delivered }) => void seen.push(key, delivered));
  await deliver(handler, { Records: [sqsRecord("m1", textOf("a+b"))] });
  expect(seen).toEqual(["a b", s3Record({ key: "a+b" })]);
});
