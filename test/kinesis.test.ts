import { describe, expect, expectTypeOf, test, vi } from "vitest";
import * as z from "zod";
import { fixture } from "../src/local/fixture.ts";
import type { Entry } from "../src/log/entry.ts";
import { kinesis } from "../src/schemas/kinesis.ts";
import { kinesisRecord, newPolledWorld, STREAM } from "./polled.ts";
import { deliver } from "./world.ts";

const KPL_AGGREGATED = Buffer.from("f3899ac20a0661", "hex");

const keptOf = async (event: unknown): Promise<readonly Entry[]> => {
  const { onEvent, entries } = await newPolledWorld();
  await deliver(onEvent(kinesis("kinesis")), event);
  return entries();
};
const kept = async (data: string | Uint8Array, more: object = {}): Promise<Entry | undefined> =>
  (await keptOf({ Records: [kinesisRecord("1", "key", data, more)] }))[0];

test("a bad record is one rejection, even if it comes to two functions, one of them with enhanced fan-out", async () => {
  const { onEvent, rejected } = await newPolledWorld();
  const handler = onEvent(kinesis("kinesis", { data: z.object({ page: z.string() }) }));
  const record = kinesisRecord("1", "key", "{}");
  for (const eventSourceARN of [STREAM, `${STREAM}/consumer/c:1769774400`])
    await deliver(handler, { Records: [{ ...record, eventSourceARN }] });
  expect(await rejected()).toHaveLength(1);
});

describe("the entry of a record", () => {
  test("has the data, the partition key, and where the record is in the stream", async () => {
    expect(await kept('{"page":"/a+b%20"}')).toEqual({
      ...{
        specversion: "1.0",
        id: expect.stringMatching(/^kinesis\./),
        stream: "kinesis",
        recordedtime: expect.any(String),
      },
      source: STREAM,
      type: "com.amazonaws.kinesis.Record",
      subject: "key",
      time: "2026-01-30T12:00:00.987Z",
      shardid: "shardId-000000000006",
      sequencenumber: "1",
      data: { page: "/a+b%20" },
    });
  });

  test("keeps the numbers of JSON exactly", async () => {
    const json = '{"amount":12345678901234567890.123456789,"list":[1e400,-0]}';
    const { onEvent, dataText } = await newPolledWorld();
    await deliver(onEvent(kinesis("kinesis")), { Records: [kinesisRecord("1", "key", json)] });
    expect(await dataText()).toBe(json);
  });

  test.each(["plain text", "日本 100%\n", "\ufeff{}", "", '{"twice":1,"twice":2}', "{broken"])(
    "keeps UTF-8 that is no JSON as text: %j",
    async (text) => {
      const entry = await kept(text);
      expect(entry?.data).toBe(text);
      expect(entry).not.toHaveProperty("data_base64");
    },
  );

  test.each([
    ["records that the Kinesis Producer Library has aggregated", KPL_AGGREGATED],
    ["a lone byte", Buffer.from([0xff])],
    ["half of a character", Buffer.from("é").subarray(0, 1)],
    ["a surrogate in UTF-8", Buffer.from([0xed, 0xa0, 0x80])],
  ])("keeps %s as bytes", async (_, bytes) => {
    const entry = await kept(bytes);
    expect(entry).toMatchObject({ datacontenttype: "application/octet-stream", data_base64: bytes.toString("base64") });
    expect(entry).not.toHaveProperty("data");
  });

  test("has the partition key as its subject, with control characters percent-encoded", async () => {
    expect((await keptOf(fixture("kinesis-unicode")))[0]).toMatchObject({ subject: "café %250A%0A日本" });
  });

  test("is the same for a consumer with enhanced fan-out as for a shared one", async () => {
    const { onEvent, entries, line } = await newPolledWorld();
    const handler = onEvent(kinesis("kinesis"));
    const record = kinesisRecord("1", "key", "data");
    await deliver(handler, { Records: [record] });
    await deliver(handler, { Records: [{ ...record, eventSourceARN: `${STREAM}/consumer/con1:1540591608` }] });
    expect(line()).toMatchObject({ duplicate: 1 });
    expect(await entries()).toMatchObject([{ source: STREAM }]);
  });

  test("of a stream that is called consumer has the whole ARN of the stream", async () => {
    const eventSourceARN = "arn:aws:kinesis:eu-central-1:123456789012:stream/consumer";
    expect(await kept("x", { eventSourceARN: `${eventSourceARN}/consumer/consumer:1` })).toMatchObject({
      source: eventSourceARN,
    });
    expect(await kept("x", { eventSourceARN })).toMatchObject({ source: eventSourceARN });
  });

  test("is another one in another shard, also with the same sequence number", async () => {
    const other = { eventID: "shardId-000000000007:1" };
    const Records = [kinesisRecord("1", "a", "x"), kinesisRecord("1", "a", "x", other)];
    expect(await keptOf({ Records })).toHaveLength(2);
  });

  test("is kept for each record of a tumbling window", async () => {
    expect(await keptOf(fixture("kinesis-window"))).toHaveLength(1);
  });
});

describe("the work function of a Kinesis stream", () => {
  test("gets the data with the type of its schema", async () => {
    const { onEvent, rejected } = await newPolledWorld();
    const work = vi.fn();
    const handler = onEvent(kinesis("kinesis", { data: z.object({ n: z.number() }) }), (data) => {
      expectTypeOf(data).toEqualTypeOf<{ n: number }>();
      work(data);
    });
    const Records = [kinesisRecord("1", "a", '{"n":12345678901234567890}'), kinesisRecord("2", "a", '{"n":"1"}')];
    await deliver(handler, { Records });
    expect(work.mock.calls).toEqual([[{ n: Number("12345678901234567890") }]]);
    expect(await rejected()).toMatchObject([{ data: { issues: [{ path: ["kinesis", "data", "n"] }] } }]);
    onEvent(kinesis("kinesis"), (data) => expectTypeOf(data).toEqualTypeOf<unknown>());
  });

  test("gets bytes as a Buffer, and text as text", async () => {
    const { onEvent } = await newPolledWorld();
    const work = vi.fn();
    const handler = onEvent(kinesis("kinesis"), (data) => work(data));
    await deliver(handler, { Records: [kinesisRecord("1", "a", KPL_AGGREGATED), kinesisRecord("2", "a", "text")] });
    expect(work.mock.calls).toEqual([[KPL_AGGREGATED], ["text"]]);
  });

  test('gets all data as a Buffer with as: "bytes", and as text with as: "text"', async () => {
    const { onEvent, entries } = await newPolledWorld();
    const work = vi.fn();
    const Bytes = z.instanceof(Uint8Array);
    const bytes = onEvent(kinesis("kinesis", { as: "bytes", data: Bytes }), (data) => work(data));
    const text = onEvent(kinesis("kinesis", { as: "text", data: z.string() }), (data) => work(data));
    await deliver(bytes, { Records: [kinesisRecord("1", "a", "123")] });
    await deliver(text, { Records: [kinesisRecord("2", "a", "123")] });
    expect(work.mock.calls).toEqual([[Buffer.from("123")], ["123"]]);
    const stored = (await entries()).map(({ data, data_base64 }) => data ?? data_base64);
    expect(stored.toSorted()).toEqual(["123", "MTIz"]);
  });

  test("has the type of what it gets as text or as bytes", async () => {
    const { onEvent } = await newPolledWorld();
    onEvent(kinesis("kinesis", { as: "bytes" }), (data) => expectTypeOf(data).toEqualTypeOf<Buffer>());
    const text = onEvent(kinesis("kinesis", { as: "text" }), (data) => {
      expectTypeOf(data).toEqualTypeOf<string | Buffer>();
      return data.length;
    });
    expect(await deliver(text, { Records: [kinesisRecord("1", "a", KPL_AGGREGATED)] })).toEqual({
      batchItemFailures: [],
    });
  });

  test("may change the bytes that it gets; the entry has them as they were sent", async () => {
    const { onEvent, entries } = await newPolledWorld();
    const change = onEvent(kinesis("kinesis", { data: z.instanceof(Uint8Array) }), (bytes) => void bytes.fill(0));
    await deliver(change, { Records: [kinesisRecord("1", "a", KPL_AGGREGATED)] });
    expect(await entries()).toMatchObject([{ data_base64: KPL_AGGREGATED.toString("base64") }]);
  });

  test("gets all of 4 MiB of data, and the entry says that it was cut", async () => {
    const { onEvent, entries } = await newPolledWorld();
    const size = vi.fn((data: unknown) => Buffer.from(String(data)).length);
    const data = "x".repeat(4 * 1024 * 1024);
    await deliver(onEvent(kinesis("kinesis"), size), { Records: [kinesisRecord("1", "a", data)] });
    expect(await entries()).toMatchObject([
      { truncated: true, result: String(data.length), data: { size: data.length + 2 } },
    ]);
  });
});
