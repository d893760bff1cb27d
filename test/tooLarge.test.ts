import { createHash } from "node:crypto";
import { paginateScan, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import { dynamoStore } from "../src/log/store.ts";
import { writing } from "../src/middleware/stack.ts";
import { http as triggerOf } from "../src/schemas/http.ts";
import { cloudEvent, s3Record } from "./sent.ts";
import { newTable } from "./table.ts";
import { bodyOf, deliver, newWorld, readAll, request } from "./world.ts";

const LIMIT = 409_600;
const OLD = "2026-01-01T00:00:00.000Z"; // an entry with this time is late, so it is in both indexes

const world = await newWorld();
const { http, s3, schedule, logs, onEvent, lines, table } = world;
const lastLine = () => JSON.parse(lines.at(-1) ?? "");
const items = async () => {
  const scan = paginateScan({ client: table.client }, { TableName: table.name, ConsistentRead: true });
  return (await Array.fromAsync(scan)).flatMap(({ Items = [] }) => Items);
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const bytesOf = (value: unknown): number => {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (typeof value === "number") return Math.ceil(String(value).length / 2) + 1;
  if (typeof value !== "object" || value === null) return 1;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + Buffer.byteLength(name) + bytesOf(inner) + 1, 3);
};
const itemBytes = (item: object) => bytesOf(item) - 3 - Object.keys(item).length;

const plain = (event: object, headers = {}) =>
  request("POST", "/events", { "content-type": "application/json", ...headers }, JSON.stringify(event));

const expectTooLarge = ({ status, detail, ...more }: { status: number; detail: string }) => {
  expect({ status, more }).toEqual({ status: 413, more: { title: "Content Too Large" } });
  const [, size, limit] = /takes (\d+) bytes .* at most (\d+)/.exec(detail) ?? [];
  expect([Number(size) > LIMIT, Number(limit)]).toEqual([true, LIMIT]);
};

describe("an HTTP event that does not fit in an item", () => {
  test.each([
    ["plain JSON", plain({ type: "t", data: "x".repeat(557_000) })],
    ["plain JSON with a key", plain({ type: "t", data: "x".repeat(557_000) }, { "idempotency-key": "k" })],
    ["a CloudEvent", cloudEvent({ id: "huge", data: Array.from({ length: 80_000 }, (_, i) => i) })],
    ["a CloudEvent of quotes", cloudEvent({ id: "quotes", data: '"'.repeat(210_000) })],
    ["a CloudEvent of bytes", cloudEvent({ id: "bytes", data_base64: "A".repeat(412_000) })],
    [
      "a CloudEvent with a time that is not admitted",
      cloudEvent({ time: "2099-01-01T00:00:00Z", data: "x".repeat(5e5) }),
    ],
  ])("gets a 413 with its size and the limit, and nothing of it is kept: %s", async (_, event) => {
    const before = await items();
    const answer = await deliver(http, event);
    expect(answer).toMatchObject({ statusCode: 413, headers: { "content-type": "application/problem+json" } });
    expectTooLarge(bodyOf(answer));
    expect(await items()).toEqual(before);
    expect(lastLine()).toMatchObject({ level: "info", received: 1, toolarge: 1, written: 0, rejected: 0, failed: 0 });
  });

  test("gets a 413 in a batch, and the other events are kept", async () => {
    const event = { specversion: "1.0", source: "/batch", type: "t" };
    const events = [
      { ...event, id: "1" },
      { ...event, id: "2", data: "x".repeat(450_000) },
      { ...event, id: "3", type: undefined },
      { ...event, id: "4" },
      { ...event, id: "4" },
    ];
    const headers = { "content-type": "application/cloudevents-batch+json" };
    const answer = await deliver(http, request("POST", "/events", headers, JSON.stringify(events)));
    const parts = bodyOf(answer);
    expect(parts.map(({ status }: { status: number }) => status)).toEqual([201, 413, 400, 201, 200]);
    expectTooLarge(parts[1]);
    const counts = { received: 5, written: 2, duplicate: 1, rejected: 1, failed: 0, toolarge: 1, truncated: 0 };
    expect(lastLine()).toMatchObject(counts);
    expect((await readAll(logs, "/logs?source=/batch")).map(({ originid }) => originid).toSorted()).toEqual(["1", "4"]);
  });

  test.each([
    ["written late, with a subject", { time: OLD, subject: "s".repeat(40) }, 20],
    ["written late, with a subject that is too long for an index", { time: OLD, subject: "ü".repeat(1100) }, 20],
    ["written late, without a subject", { time: OLD }, 20],
    ["with extensions of all types", { time: OLD, text: "ü".repeat(900), number: -1_234_567, truth: true }, 20],
    ["written in time", { time: new Date().toISOString(), subject: "s" }, 200],
  ])("may be only one byte too large, and with one byte less it is kept whole: %s", async (_, more, spare) => {
    const world = await newWorld({ RETENTION_DAYS: "3650", SHARDS: "999" });
    const send = (size: number) =>
      deliver(world.http, cloudEvent({ id: String(size), data: "x".repeat(size), ...more }));
    const sizeOf = async (size: number) => Number(/takes (\d+)/.exec(bodyOf(await send(size)).detail)?.[1]);
    const fits = 410_000 - ((await sizeOf(410_000)) - LIMIT);
    expect(await sizeOf(fits + 1)).toBe(LIMIT + 1);
    expect((await send(fits)).statusCode).toBe(201);
    const { Items = [] } = await world.table.client.send(new ScanCommand({ TableName: world.table.name }));
    const [item, ...others] = Items.filter(({ sk }) => sk !== "claim");
    expect(others).toEqual([]);
    expect(item?.["data"]).toBe(JSON.stringify("x".repeat(fits)));
    expect(itemBytes(item ?? {})).toBeLessThanOrEqual(LIMIT);
    expect(itemBytes(item ?? {})).toBeGreaterThanOrEqual(LIMIT - spare);
  });

  test("is measured with room for the result of the work, and its work is not started", async () => {
    const works: number[] = [];
    const handler = onEvent(triggerOf("http"), ({ data }) => {
      works.push(String(data).length);
      return '"'.repeat(30_000);
    });
    expectTooLarge(bodyOf(await deliver(handler, cloudEvent({ id: "worked", data: "x".repeat(394_000) }))));
    expect(works).toEqual([]);
    const data = "x".repeat(390_000);
    const answer = await deliver(handler, cloudEvent({ id: "worked", data, time: OLD, subject: "s" }));
    expect(answer.statusCode).toBe(201);
    expect(works).toEqual([390_000]);
    const [entry] = await readAll(logs, "/logs?subject=s");
    expect(entry).toMatchObject({ data });
    expect(entry).not.toHaveProperty("truncated");
    expect(JSON.parse(entry?.result ?? "")).toMatchObject({ truncated: true, size: 60_002 });
    expect(Buffer.byteLength(entry?.result ?? "")).toBeLessThanOrEqual(16 * 1024);
    expect(Buffer.byteLength(entry?.result ?? "")).toBeGreaterThan(16 * 1024 - 3);
  });
});

describe("an asynchronous event that does not fit in an item", () => {
  const firing = (name: string, detail: unknown) => ({
    scheduleArn: `arn:aws:scheduler:eu-central-1:123456789012:schedule/default/${name}`,
    scheduledTime: OLD,
    detail,
  });

  test.each([
    ["letters", "x".repeat(500_000)],
    ["quotes", '"'.repeat(500_000)],
    ["characters of three bytes", "漢".repeat(300_000)],
    ["numbers", Array.from({ length: 150_000 }, (_, i) => i)],
  ])("is cut to the limit, with its size and its hash: %s", async (name, detail) => {
    const { ids } = await deliver(schedule, firing(name.replaceAll(" ", "-"), detail));
    expect(lastLine()).toMatchObject({ received: 1, written: 1, truncated: 1 });
    const json = JSON.stringify(detail);
    const entry = bodyOf(await deliver(logs, request("GET", `/logs/${ids[0]}`)));
    expect(entry).toMatchObject({
      truncated: true,
      data: {
        truncated: true,
        size: Buffer.byteLength(json),
        sha256: createHash("sha256").update(json).digest("hex"),
      },
    });
    expect(json.startsWith(entry.data.payload)).toBe(true);
    const item = (await items()).find(({ source }) => source === entry.source) ?? {};
    expect(itemBytes(item)).toBeLessThanOrEqual(LIMIT);
    expect(itemBytes(item)).toBeGreaterThan(LIMIT - 12);
    expect(await deliver(schedule, firing(name.replaceAll(" ", "-"), detail))).toMatchObject({ duplicate: 1 });
    expect(lastLine()).toMatchObject({ duplicate: 1, truncated: 0 });
  });

  test("is cut when it is rejected, and is counted as truncated", async () => {
    expect(await deliver(s3, { Records: [{ much: "x".repeat(600_000) }, s3Record()] })).toMatchObject({ rejected: 1 });
    expect(lastLine()).toMatchObject({ received: 2, written: 1, rejected: 1, truncated: 1 });
    const [rejection] = await readAll(logs, "/rejected");
    expect(rejection?.data).toMatchObject({ reason: "schema", truncated: true });
  });
});

test("the trigger decides whether an event that is too large gets an error or is cut", async () => {
  const { refusesLarge, ...cutting } = triggerOf("http");
  expect(refusesLarge).toBe(true);
  const store = dynamoStore(await newTable());
  const handler = writing({ http: {} }, { store, print: () => {} }).onEvent(cutting);
  expect(await deliver(handler, cloudEvent({ data: "x".repeat(500_000) }))).toMatchObject({ statusCode: 201 });
});
