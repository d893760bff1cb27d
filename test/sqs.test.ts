import type { DynamoDBStreamHandler, KinesisStreamHandler, SQSHandler } from "aws-lambda";
import { describe, expect, expectTypeOf, test, vi } from "vitest";
import * as z from "zod";
import { fixture } from "../src/local/fixture.ts";
import type { Entry } from "../src/log/entry.ts";
import { dynamodb } from "../src/schemas/dynamodb.ts";
import { kinesis } from "../src/schemas/kinesis.ts";
import { sqs } from "../src/schemas/sqs.ts";
import { message, newPolledWorld } from "./polled.ts";
import { deliver } from "./world.ts";

const kept = async (...records: readonly object[]): Promise<readonly Entry[]> => {
  const { onEvent, entries } = await newPolledWorld();
  await deliver(onEvent(sqs("sqs")), { Records: records });
  return entries();
};
const keptOf = async (name: string): Promise<readonly Entry[]> => {
  const { Records } = z.object({ Records: z.array(z.looseObject({})) }).parse(fixture(name));
  return kept(...Records);
};
/** The JSON text of the body, as the log returns it. */
const bodyText = async (body: string): Promise<string> => {
  const { onEvent, dataText } = await newPolledWorld();
  await deliver(onEvent(sqs("sqs")), { Records: [message("numbers", body)] });
  return (await dataText()).replace(/^.*?"body":(.*),"attributes".*$/s, "$1");
};

describe("the entry of a message", () => {
  test("has the body, and all fields that do not change from delivery to delivery", async () => {
    const [entry] = await keptOf("sqs-attributes");
    expect(entry).toEqual({
      ...{ specversion: "1.0", id: expect.stringMatching(/^sqs\./), stream: "sqs", recordedtime: expect.any(String) },
      source: "arn:aws:sqs:us-east-2:123456789012:my-queue",
      type: "com.amazonaws.sqs.Message",
      time: "2026-01-30T12:00:02.000Z",
      data: {
        messageId: "8d9e4c1a-2b3c-4d5e-8f60-718293a4b5c6",
        body: { id: "order-6", amount: 12.5, items: [{ sku: "a+b %2B", count: 2 }] },
        attributes: {
          SenderId: "AIDAIENQZJOLO23YVJ4VO",
          AWSTraceHeader: "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
        },
        messageAttributes: {
          City: { stringValue: "Zürich", stringListValues: [], binaryListValues: [], dataType: "String" },
          Greeting: {
            binaryValue: "SGVsbG8sIFdvcmxkIQ==",
            stringListValues: [],
            binaryListValues: [],
            dataType: "Binary",
          },
          Population: {
            stringValue: "12345678901234567890.5",
            stringListValues: [],
            binaryListValues: [],
            dataType: "Number",
          },
        },
      },
    });
  });

  test("has the message group as its subject, with control characters percent-encoded", async () => {
    expect((await keptOf("sqs-fifo")).map(({ subject }) => subject)).toEqual(["1", "customer#7 100%", "1"]);
    expect((await keptOf("sqs-standard")).map(({ subject }) => subject)).toEqual([undefined, undefined]);
    const [entry] = await kept(message("control", {}, { group: "a\nb%0A" }));
    expect(entry?.subject).toBe("a%0Ab%250A");
  });

  test("keeps a field that SQS does not send today", async () => {
    const [entry] = await kept(message("more", {}, { more: { newField: [1] }, attributes: { NewAttribute: "x" } }));
    expect(entry?.data).toMatchObject({ newField: [1], attributes: { NewAttribute: "x" } });
  });

  test("is the same at the second delivery, which has another receipt, count and time of receipt", async () => {
    const { onEvent, entries, line } = await newPolledWorld();
    const handler = onEvent(sqs("sqs"));
    await deliver(handler, { Records: [message("again")] });
    const attributes = { ApproximateReceiveCount: "2", ApproximateFirstReceiveTimestamp: "1769774409999" };
    await deliver(handler, { Records: [message("again", { id: "again" }, { attributes })] });
    expect(line()).toMatchObject({ duplicate: 1 });
    expect(await entries()).toHaveLength(1);
  });
});

describe("a body", () => {
  test("that is JSON is kept as JSON, with exact numbers", async () => {
    const body = '{"amount":12345678901234567890.123456789,"list":[1e400,-0,1.5],"ten":10}';
    expect(await bodyText(body)).toBe(body);
    expect(await bodyText("12345678901234567890")).toBe("12345678901234567890");
  });

  test.each([
    "100% a+b café 日本 😀\n{not json",
    '{"twice":1,"twice":2}',
    "",
    " ",
    "\ufeff{}",
    `${"[".repeat(2_000)}${"]".repeat(2_000)}`,
  ])("that is no JSON the log can keep unchanged stays the text that it is: %#", async (body) =>
    expect(await bodyText(body)).toBe(JSON.stringify(body)),
  );

  test("nested 999 levels deep is kept unchanged", async () => {
    const body = `${"[".repeat(999)}${"]".repeat(999)}`;
    expect(await bodyText(body)).toBe(body);
  });

  test("of 1 MiB is cut in the entry, and the work gets all of it", async () => {
    const { onEvent, entries, line } = await newPolledWorld();
    const work = vi.fn((body: unknown) => JSON.stringify(body).length);
    const body = JSON.stringify({ text: "x".repeat(1_048_576 - 11) });
    await deliver(onEvent(sqs("sqs"), work), { Records: [message("large", body)] });
    expect(line()).toMatchObject({ written: 1, truncated: 1 });
    expect(await entries()).toMatchObject([{ truncated: true, result: "1048576" }]);
  });
});

describe("the work function of a queue", () => {
  const Order = z.object({ id: z.string(), amount: z.number().default(0), more: z.unknown().optional() });

  test("gets the body with the type of its schema, and ordinary numbers", async () => {
    const { onEvent } = await newPolledWorld();
    const work = vi.fn();
    const handler = onEvent(sqs("sqs", { body: Order }), (order) => {
      expectTypeOf(order).toEqualTypeOf<z.output<typeof Order>>();
      work(order);
    });
    await deliver(handler, {
      Records: [message("1", '{"id":"a","extra":1,"more":[12345678901234567890]}'), message("2", { id: "b" })],
    });
    const orders = work.mock.calls.map(([order]) => order).toSorted((a, b) => a.id.localeCompare(b.id));
    expect(orders).toEqual([
      { id: "a", amount: 0, more: [Number("12345678901234567890")] },
      { id: "b", amount: 0 },
    ]);
    onEvent(sqs("sqs"), (body) => expectTypeOf(body).toEqualTypeOf<unknown>());
    // @ts-expect-error a field that no order has
    onEvent(sqs("sqs", { body: Order }), ({ color }) => color);
    // @ts-expect-error a stream that is not declared
    expect(() => onEvent(sqs("queues"))).toThrow('The stream "queues" is not declared');
  });

  test("is not called for a body that the schema does not accept, and the rejection names the path in the body", async () => {
    const { onEvent, rejected } = await newPolledWorld();
    const work = vi.fn();
    await deliver(onEvent(sqs("sqs", { body: Order }), work), {
      Records: [message("1", { id: 1 }), message("2", "text")],
    });
    expect(work).not.toHaveBeenCalled();
    expect(await rejected()).toMatchObject([
      { data: { issues: [{ path: ["body", "id"] }], payload: { messageId: "1" } } },
      { data: { issues: [{ path: ["body"] }], payload: { messageId: "2" } } },
    ]);
  });

  test("is not called for a body with more faults than a schema can report, and the rejection says so", async () => {
    const { onEvent, rejected } = await newPolledWorld();
    const handler = onEvent(sqs("sqs", { body: z.array(z.string()) }));
    const faults = (count: number) => `[${Array.from({ length: count }).fill(1).join()}]`;
    await deliver(handler, { Records: [message("1", faults(50_000)), message("2", faults(400_000))] });
    const issues = (await rejected()).map(({ data }) => Object(data).issues[0]);
    expect(issues.toSorted((a, b) => b.path.length - a.path.length)).toMatchObject([
      { path: ["body", 0] },
      { message: expect.stringMatching(/^(The record has too many faults|Invalid input: expected string)/) },
    ]);
    expect(JSON.stringify(issues)).not.toContain("RangeError");
  });

  test("is not called for a body whose faults have long paths; the rejection keeps the reason and the first steps", async () => {
    const { onEvent, rejected } = await newPolledWorld();
    const Node: z.ZodType = z.record(
      z.string(),
      z.lazy(() => Node),
    );
    let body: unknown = 1;
    for (let level = 0; level < 900; level++) body = { ["n".repeat(1000)]: body, wrong: 1 };
    await deliver(onEvent(sqs("sqs", { body: Node })), { Records: [message("1", body)] });
    const [rejection] = await rejected();
    expect(rejection?.data).toMatchObject({ reason: "schema", trigger: "sqs", truncated: true });
    expect(Object(rejection?.data).issues.at(-1).path).toEqual(
      expect.arrayContaining(["body", expect.stringMatching(/^\(\d+ more\)$/)]),
    );
  });

  test("may change the body that it gets; the entry has the body as it was sent", async () => {
    const { onEvent, entries } = await newPolledWorld();
    const change = (body: unknown) => void Object.assign(Object(body), { id: "changed" });
    await deliver(onEvent(sqs("sqs"), change), { Records: [message("1")] });
    expect(await entries()).toMatchObject([{ data: { body: { id: "1" } } }]);
  });

  test('has the type of a text with as: "text", unless a schema says more', async () => {
    const { onEvent } = await newPolledWorld();
    const order = z.string().transform((text) => ({ text }));
    onEvent(sqs("sqs", { as: "text" }), (body) => expectTypeOf(body).toEqualTypeOf<string>());
    onEvent(sqs("sqs", { as: "text", body: order }), (body) => expectTypeOf(body).toEqualTypeOf<{ text: string }>());
    onEvent(sqs("sqs", {}), (body) => expectTypeOf(body).toEqualTypeOf<unknown>());
    const isText: boolean = JSON.parse("true");
    onEvent(sqs("sqs", isText ? { as: "text" } : {}), (body) => expectTypeOf(body).toEqualTypeOf<unknown>());
    const options = { as: "text", body: order } as const;
    onEvent(sqs("sqs", options), (body) => expectTypeOf(body).toEqualTypeOf<{ text: string }>());
  });

  test('gets every body as text with as: "text"', async () => {
    const { onEvent, entries } = await newPolledWorld();
    const work = vi.fn();
    const handler = onEvent(sqs("sqs", { as: "text", body: z.string() }), (body) => work(body));
    await deliver(handler, { Records: [message("1", "1.50"), message("2", "{}")] });
    expect(work.mock.calls.flat().toSorted()).toEqual(["1.50", "{}"]);
    expect((await entries()).map(({ data }) => Object(data).body).toSorted()).toEqual(["1.50", "{}"]);
  });
});

test("a handler has the type that @types/aws-lambda gives to the function of its source", async () => {
  const { onEvent } = await newPolledWorld();
  expectTypeOf(onEvent(sqs("sqs"))).toExtend<SQSHandler>();
  expectTypeOf(onEvent(kinesis("kinesis"))).toExtend<KinesisStreamHandler>();
  expectTypeOf(onEvent(dynamodb("dynamodb"))).toExtend<DynamoDBStreamHandler>();
});

test("messages of a standard queue have no order, also if they have a group", async () => {
  const { onEvent, line } = await newPolledWorld();
  const fair = (id: string) => message(id, { id }, { attributes: { MessageGroupId: "tenant" } });
  const handler = onEvent(sqs("sqs"), (_, { entry }) => {
    if (JSON.stringify(entry.data).includes('"one"')) throw new Error("the work broke");
  });
  expect(await deliver(handler, { Records: [fair("one"), fair("two")] })).toEqual({
    batchItemFailures: [{ itemIdentifier: "one" }],
  });
  expect(line()).toMatchObject({ written: 1, failed: 1 });
});

test("a notification of S3 in a queue is logged as a message", async () => {
  expect(await keptOf("sqs-s3-notification")).toMatchObject([
    { type: "com.amazonaws.sqs.Message", data: { body: { Records: [{ eventSource: "aws:s3" }] } } },
  ]);
});
