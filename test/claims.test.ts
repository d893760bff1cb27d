import { beforeEach, describe, expect, test } from "vitest";
import { dynamoStore } from "../src/log/store.ts";
import { writing } from "../src/middleware/stack.ts";
import { http as triggerOf } from "../src/schemas/http.ts";
import { dying, isClaim, recorded } from "./commands.ts";
import { cloudEvent, s3Record } from "./sent.ts";
import { newTable } from "./table.ts";
import { bodyOf, deliver, newWorld, readAll, request, worldOf } from "./world.ts";

const NOW = Date.parse("2026-03-01T00:00:00.000Z");
const iso = (ms: number) => new Date(ms).toISOString();

const table = await newTable();
let failing = false;
const { table: watched, commands } = recorded(dying(table, () => failing));
const world = worldOf(watched, () => NOW);
const { http, logs } = world;

let count = 0;
let id = "";
beforeEach(() => {
  id = `id-${++count}`;
  failing = false;
});

const post = async (call: ReturnType<typeof request>, handler = http) => {
  const event = { ...call, requestContext: { ...call.requestContext, timeEpoch: NOW } };
  const { statusCode, body = "" } = await deliver(handler, event);
  return { statusCode, answer: JSON.parse(body) };
};
const send = (event: object, handler = http) => post(cloudEvent({ id, ...event }), handler);
const sendBatch = async (events: readonly object[]) => {
  const all = events.map((event) => ({ specversion: "1.0", id, source: "/s", type: "t", ...event }));
  const headers = { "content-type": "application/cloudevents-batch+json" };
  return (await post(request("POST", "/events", headers, JSON.stringify(all)))).answer;
};
const there = async () => (await readAll(logs, "/logs?limit=200")).filter(({ originid }) => originid === id);
const read = async (path: string) => bodyOf(await deliver(logs, request("GET", path)));
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("a CloudEvent", () => {
  test("that is built again with another time is the same event and keeps its first time", async () => {
    const first = await send({ time: iso(NOW - 5000) });
    const second = await send({ time: iso(NOW - 1000) });
    const third = await send({});
    expect([first, second, third].map(({ statusCode }) => statusCode)).toEqual([201, 200, 200]);
    expect([second.answer.id, third.answer.id]).toEqual([first.answer.id, first.answer.id]);
    expect((await there()).map(({ time }) => time)).toEqual([iso(NOW - 5000)]);
  });

  test.each([
    ["the keys in another order", { data: { a: 1, b: [2] } }, { data: { b: [2], a: 1 } }],
    ["JSON as bytes", { data: { a: 1 } }, { data_base64: base64(' {"a": 10e-1}') }],
    [
      "numbers in another form",
      { data_base64: base64("[1,1.0,10e-1]"), datacontenttype: "application/json" },
      { data_base64: base64("[1.00,1e0,1]"), datacontenttype: "application/problem+json; charset=utf-8" },
    ],
    ["null instead of no data", {}, { data: null }],
    ["null instead of no subject", {}, { subject: null }],
    ["other extensions", { traceparent: "00-1" }, { traceparent: "00-2", more: 1 }],
    ["another content type", { data: "x" }, { data: "x", datacontenttype: "text/plain" }],
    ["another schema", { data: 1, dataschema: "/a" }, { data: 1, dataschema: "/b" }],
    [
      "text as bytes",
      { data: "hello", datacontenttype: "text/plain" },
      { data_base64: base64("hello"), datacontenttype: "text/plain" },
    ],
  ])("sent again with %s is the same event", async (_, first, second) => {
    expect([(await send(first)).statusCode, (await send(second)).statusCode]).toEqual([201, 200]);
    expect(await there()).toHaveLength(1);
  });

  test.each([
    ["type", {}, { type: "other" }],
    ["subject", { subject: "a" }, { subject: "b" }],
    ["subject (it had none)", {}, { subject: "b" }],
    ["data", { data: { a: 1 } }, { data: { a: 2 } }],
    ["data (a key in capitals)", { data: { a: 1 } }, { data: { A: 1 } }],
    ["data (a number as text)", { data: 1 }, { data: "1" }],
    ["data (it had none)", {}, { data: {} }],
    [
      "first of two values of a name",
      { data_base64: base64('{"a":1,"a":2}') },
      { data_base64: base64('{"a":3,"a":2}') },
    ],
    ["data (a null is missing)", { data: { a: null } }, { data: {} }],
    [
      "bytes",
      { data_base64: "AAEC", datacontenttype: "image/png" },
      { data_base64: "AAED", datacontenttype: "image/png" },
    ],
    [
      "bytes that only look like JSON",
      { data_base64: base64("1"), datacontenttype: "text/csv" },
      { data_base64: base64("1.0"), datacontenttype: "text/csv" },
    ],
    [
      "number (a double cannot show the difference)",
      { data_base64: base64("9007199254740992") },
      { data_base64: base64("9007199254740993") },
    ],
  ])(
    "sent again with a difference in its %s gets a 422 that names the entry, and is kept as a conflict",
    async (_, first, second) => {
      const { answer: kept } = await send(first);
      const { statusCode, answer } = await send(second);
      expect(statusCode).toBe(422);
      expect(answer.errors).toEqual([{ pointer: "#/id", detail: expect.stringContaining(kept.id) }]);
      expect((await read(answer.instance)).data).toMatchObject({ reason: "conflict", trigger: "http" });
      expect((await there()).map(({ id }) => id)).toEqual([kept.id]);
      expect((await send(first)).statusCode).toBe(200);
    },
  );

  test("that conflicts leaves one rejection for each content, whatever its time is", async () => {
    await send({ data: 1 });
    const [one, again, other] = [
      await send({ data: 2, time: iso(NOW - 1) }),
      await send({ data: 2, time: iso(NOW - 2) }),
      await send({ data: 3 }),
    ].map(({ answer }) => answer.instance);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  test("that conflicts in binary mode gets a 422 that points at the header", async () => {
    await send({ data: 1 });
    const headers = { "ce-specversion": "1.0", "ce-id": id, "ce-source": "/s", "ce-type": "t" };
    const { answer } = await post(request("POST", "/events", { ...headers, "content-type": "text/plain" }, "2"));
    expect(answer).toMatchObject({ status: 422, errors: [{ header: "ce-id" }] });
  });

  test("whose function died after the claim is written by the next delivery", async () => {
    failing = true;
    expect((await send({ time: iso(NOW - 1) })).statusCode).toBe(503);
    failing = false;
    expect((await send({ time: iso(NOW) })).statusCode).toBe(201);
    expect((await there()).map(({ time }) => time)).toEqual([iso(NOW - 1)]);
  });

  test.each([
    ["with the finer time that the first one had", "2026-02-28T23:59:58.123456Z", "2026-02-28T23:59:59.654321Z"],
    ["without a finer time, if the first one had none", "2026-02-28T23:59:58.123Z", "2026-02-28T23:59:59.654321Z"],
    ["with a finer time that only the first one had", "2026-02-28T23:59:58.123456Z", "2026-02-28T23:59:59.654Z"],
  ])("whose function died after the claim is written %s", async (_, first, second) => {
    failing = true;
    expect((await send({ time: first })).statusCode).toBe(503);
    failing = false;
    expect((await send({ time: second })).statusCode).toBe(201);
    const [entry] = await there();
    expect([entry?.time, entry?.["origintime"]]).toEqual([
      "2026-02-28T23:59:58.123Z",
      first.length > iso(0).length ? first : undefined,
    ]);
  });

  test("whose work failed gives the work the time of its entry at the next delivery, too", async () => {
    const times: (string | undefined)[] = [];
    const working = world.onEvent(triggerOf("http"), (event, { entry }) => {
      times.push(event.time, entry.time);
      if (times.length === 2) throw new Error("the work broke");
    });
    await send({ time: iso(NOW - 9000) }, working);
    expect((await send({ time: iso(NOW - 1000) }, working)).statusCode).toBe(201);
    expect(times).toEqual(Array.from({ length: 4 }, () => iso(NOW - 9000)));
  });

  test("that conflicts with a claim without an entry gets a 422 without an id, at every try", async () => {
    failing = true;
    await send({ data: 1 });
    failing = false;
    for (const { statusCode, answer } of [await send({ data: 2 }), await send({ data: 2 })]) {
      expect(statusCode).toBe(422);
      expect(answer.errors).toEqual([
        { pointer: "#/id", detail: expect.stringContaining("was sent before. It is not in the log yet.") },
      ]);
      expect(answer.errors[0].detail).not.toContain("http.");
      expect((await read(answer.instance)).data.reason).toBe("conflict");
    }
    expect((await send({ data: 1 })).statusCode).toBe(201);
  });
});

describe("an event whose time is not admitted", () => {
  test.each([
    ["far ahead of now", "2099-01-01T00:00:00Z"],
    ["just too far ahead", iso(NOW + 5 * 60_000 + 1)],
  ])("claims nothing if it is %s: with a right time it gets a 201", async (_, time) => {
    const { statusCode, answer } = await send({ time });
    expect([statusCode, answer.errors]).toEqual([400, [expect.objectContaining({ pointer: "#/time" })]]);
    expect(await send({ time: iso(NOW) })).toMatchObject({ statusCode: 201 });
    expect(await send({ time: iso(NOW), data: 1 })).toMatchObject({ statusCode: 422 });
  });

  test("of another stream is another event, whatever its content is", async () => {
    const { onEvent } = writing({ other: {} }, { store: dynamoStore(world.table), clock: () => NOW, print: () => {} });
    expect((await send({ data: 1 })).statusCode).toBe(201);
    expect((await send({ data: 2 }, onEvent(triggerOf("other")))).statusCode).toBe(201);
  });

  test("claims nothing if it is older than the retention", async () => {
    const { http } = await newWorld({ RETENTION_DAYS: "7" }, () => NOW);
    expect(await send({ time: "2026-02-01T00:00:00Z" }, http)).toMatchObject({ statusCode: 400 });
    expect(await send({ time: iso(NOW) }, http)).toMatchObject({ statusCode: 201 });
  });

  test("is a duplicate if its source and id were claimed before, and a conflict if its content differs", async () => {
    const { answer } = await send({ time: iso(NOW - 1) });
    expect(await send({ time: "2099-01-01T00:00:00Z" })).toMatchObject({ statusCode: 200, answer: { id: answer.id } });
    expect(await send({ time: "2099-01-01T00:00:00Z", data: 1 })).toMatchObject({ statusCode: 422 });
  });
});

test("JSON that is nested deeper than the limit is compared as bytes", async () => {
  const deep = (end: string) => base64(`${"[".repeat(1_500)}${end}${"]".repeat(1_500)}`);
  const sent = [await send({ data_base64: deep("1") }), await send({ data_base64: deep("1.0") })];
  expect(sent.map(({ statusCode }) => statusCode)).toEqual([201, 422]);
  expect((await send({ data_base64: deep("1") })).statusCode).toBe(200);
});

describe("events with one source and id in one batch", () => {
  test("are handled in their order", async () => {
    const others = Array.from({ length: 20 }, (_, i) => ({ id: `${id}-${i}` }));
    const parts = await sendBatch([
      { time: "2099-01-01T00:00:00Z" },
      { data: 1, time: iso(NOW - 2) },
      ...others,
      { data: 1, time: iso(NOW - 1) },
      { data: 2 },
      { data: 1 },
    ]);
    const statuses = parts.map(({ status }: { status: number }) => status);
    expect(statuses).toEqual([400, 201, ...others.map(() => 201), 200, 422, 200]);
    expect(parts.at(-2).errors[0].detail).toContain(parts[1].id);
    expect((await there()).map(({ time }) => time)).toEqual([iso(NOW - 2)]);
  });

  test("are not tried after one of them failed, but the other events are", async () => {
    failing = true;
    commands.length = 0;
    const parts = await sendBatch([{ data: 1 }, { id: `${id}-other` }, { data: 2 }, { data: 1 }]);
    expect(parts.map(({ status }: { status: number }) => status)).toEqual([503, 503, 503, 503]);
    expect(commands.filter(({ command }) => isClaim(command))).toHaveLength(2);
    expect(JSON.parse(world.lines.at(-1) ?? "")).toMatchObject({ received: 4, failed: 4 });
  });
});

describe("an Idempotency-Key", () => {
  const keyed = (body: string) =>
    post(request("POST", "/events", { "content-type": "application/json", "idempotency-key": id }, body));

  test("that conflicts with a claim without an entry gets a 422 without an id", async () => {
    failing = true;
    expect(await keyed('{"type":"a"}')).toMatchObject({ statusCode: 503 });
    failing = false;
    const { statusCode, answer } = await keyed('{"type":"b"}');
    expect(statusCode).toBe(422);
    expect(answer.errors).toEqual([
      { header: "idempotency-key", detail: expect.stringContaining("was sent before. It is not in the log yet.") },
    ]);
    expect((await read(answer.instance)).data.reason).toBe("conflict");
    expect((await keyed('{"type":"a"}')).statusCode).toBe(201);
  });

  test("leaves one rejection for each different body", async () => {
    await keyed('{"type":"a"}');
    const [one, again, other] = [await keyed('{"type":"b"}'), await keyed('{"type":"b"}'), await keyed('{"type":"c"}')];
    expect(again.answer.instance).toBe(one.answer.instance);
    expect(other.answer.instance).not.toBe(one.answer.instance);
  });
});

test("every read is strongly consistent, every put has its condition, and both get the function's abort signal", async () => {
  commands.length = 0;
  for (const event of [{}, {}, { type: "other" }, { time: "2099-01-01T00:00:00Z" }]) await send(event);
  await deliver(world.s3, { Records: [{ eventSource: "aws:s3" }, s3Record()] });
  await send(
    {},
    world.onEvent(triggerOf("http"), () => "done"),
  );
  const inputs = commands.map(({ command: { input } }) => input);
  const reads = inputs.filter((input) => "Key" in input);
  const puts = inputs.filter((input) => "Item" in input);
  expect([reads.length, puts.length]).toEqual([expect.toSatisfy((n) => n > 5), expect.toSatisfy((n) => n > 5)]);
  for (const input of reads) expect(input).toMatchObject({ ConsistentRead: true });
  for (const input of puts)
    expect(input).toMatchObject({
      ConditionExpression: "attribute_not_exists(pk) OR expiresat <= :now",
      ExpressionAttributeValues: { ":now": NOW / 1000 },
    });
  for (const { signal } of commands) expect(signal).toBeInstanceOf(AbortSignal);
});
