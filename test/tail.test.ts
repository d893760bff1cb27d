import { PutCommand, QueryCommand, type QueryCommandInput, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import type { Table } from "../src/log/table.ts";
import { metered } from "./metered.ts";
import { cloudEvent, s3Record } from "./sent.ts";
import { newTable } from "./table.ts";
import { bodyOf, deliver, newWorld, type Page, page, request, type World, worldOf } from "./world.ts";

const NOW = Date.parse("2026-03-01T12:00:00.000Z");
const isoOf = (ms: number): string => new Date(ms).toISOString();
const idsOf = ({ entries }: Page) => entries.map(({ id }) => id);

/** The table, with the queries that are sent to it from now on. */
const queried = (table: Table) => {
  const queries: QueryCommandInput[] = [];
  const send = (command: unknown, ...rest: unknown[]) => {
    if (command instanceof QueryCommand) queries.push(command.input);
    return Reflect.apply(table.client.send, table.client, [command, ...rest]);
  };
  return { table: { ...table, client: Object.assign(Object.create(table.client), { send }) }, queries };
};

/** Writes an object's change; gives its id. */
const upload = async ({ s3 }: World, key: string, time: number): Promise<string> => {
  const { ids } = await deliver(s3, { Records: [s3Record({ key, time: isoOf(time) })] });
  return ids[0] ?? "";
};

/** Writes many at once, a millisecond apart, the last one at `time`; gives their ids, newest first. */
const burst = async ({ s3 }: World, count: number, time: number): Promise<readonly string[]> => {
  const Records = Array.from({ length: count }, (_, i) => s3Record({ key: `burst-${i}`, time: isoOf(time - i) }));
  return (await deliver(s3, { Records })).ids;
};

/** A world whose time the test sets. */
const timedWorld = async (settings: Readonly<Record<string, string>> = {}) => {
  const at = { now: NOW };
  return { at, ...(await newWorld(settings, () => at.now)) };
};

describe.each([1, 16])("with %i shards, a tail", (shards) => {
  test.each([
    ["/logs?stream=s3", 1],
    ["/logs?stream=s3&stream=http", 2],
    ["/logs", 3],
    ["/rejected", 1],
  ])("of %s that nothing was written to costs at most half a unit for each stream and shard", async (path, streams) => {
    const recorded = queried(await newTable({ SHARDS: String(shards) }));
    const calls = metered(recorded.table.client);
    const { logs } = worldOf(recorded.table, () => NOW);
    const target = `${path}${path.includes("?") ? "&" : "?"}tail=now`;
    const { entries, next = "" } = await page(logs, target);
    expect(entries).toEqual([]);
    await page(logs, next);
    expect(calls).toHaveLength(2 * streams * shards);
    expect(Math.max(...calls.map(({ total }) => total))).toBeLessThanOrEqual(0.5); // dynalite counts an empty read as 0
    expect(recorded.queries).toHaveLength(2 * streams * shards);
    for (const query of recorded.queries) {
      expect(query.ConsistentRead).toBeUndefined();
      expect(query).toMatchObject({ IndexName: undefined, ScanIndexForward: false, Limit: 5 });
      expect(query.ExpressionAttributeValues).toMatchObject({ ":from": isoOf(NOW - 60_000), ":to": isoOf(NOW + 1) });
    }
    const partitions = recorded.queries.map((query) => query.ExpressionAttributeValues?.[":value"]);
    expect(new Set(partitions).size).toBe(streams * shards);
  });

  test("costs half a unit for each shard of a busy minute in which nothing is new", async () => {
    let now = NOW;
    const recorded = queried(await newTable({ SHARDS: String(shards) }));
    const world = worldOf(recorded.table, () => now);
    await burst(world, 100 * Math.min(shards, 4), NOW);
    now += 15_000;
    const calls = metered(recorded.table.client);
    expect((await page(world.logs, "/logs?stream=s3&tail=now")).entries).toEqual([]);
    expect(recorded.queries).toHaveLength(shards);
    expect(calls.map(({ total }) => total)).toEqual(Array(shards).fill(0.5));
  });

  test("gives the newest 200 of a burst, newest first, with reads that become longer", async () => {
    const recorded = queried(await newTable({ SHARDS: String(shards) }));
    const world = worldOf(recorded.table, () => NOW);
    const ids = await burst(world, 300, NOW);
    expect(idsOf(await page(world.logs, "/logs?stream=s3&tail=now"))).toEqual(ids.slice(0, 200));
    expect(recorded.queries.length).toBeLessThanOrEqual(shards === 1 ? 6 : 4 * shards);
    expect(idsOf(await page(world.logs, "/logs?stream=s3&tail=now&limit=7"))).toEqual(ids.slice(0, 7));
  });
});

describe("a tail", () => {
  test("gives what was recorded since its cursor less ten seconds, and always where to go on", async () => {
    const { at, ...world } = await timedWorld();
    const first = await upload(world, "a", NOW - 2_000);
    at.now += 10_000;
    const start = await page(world.logs, "/logs?tail=now");
    expect(start).toEqual({
      entries: [expect.objectContaining({ id: first })],
      next: expect.stringContaining("tail="),
    });
    at.now += 1;
    const second = await upload(world, "b", at.now - 30_000);
    expect(idsOf(await page(world.logs, start.next ?? ""))).toEqual([first, second]);
    const later = await page(world.logs, "/logs?tail=now");
    expect(idsOf(later)).toEqual([second]);
    at.now += 5_000;
    const third = await upload(world, "c", at.now);
    expect(idsOf(await page(world.logs, later.next ?? ""))).toEqual([third, second]);
  });

  test("links to where it goes on, and is the same with HEAD", async () => {
    const { logs } = await timedWorld();
    const { headers = {}, body = "" } = await deliver(logs, request("GET", "/logs?tail=now"));
    expect(headers["link"]).toBe(`<${JSON.parse(body).next}>; rel="next"`);
    const head = await deliver(logs, request("HEAD", "/logs?tail=now"));
    expect(head).toMatchObject({ statusCode: 200, headers: { link: headers["link"] } });
  });

  test("goes back no further than a minute", async () => {
    const { at, ...world } = await timedWorld();
    const [then, tooEarly] = [NOW + 20_000, NOW - 1];
    await upload(world, "recorded too early", then); // dated ahead
    at.now += 1;
    const recorded = await upload(world, "recorded just late enough", then);
    at.now = NOW + 70_001;
    await upload(world, "dated too early", tooEarly);
    const dated = await upload(world, "dated just late enough", at.now - 60_000);
    for (const tail of ["-70s", "-1h", "2026-01-01T00:00:00Z", "0000-01-01T00:00:00Z"])
      expect(idsOf(await page(world.logs, `/logs?tail=${tail}`)), tail).toEqual([recorded, dated]);
  });

  test("goes on after a long pause with the last minute", async () => {
    const { at, ...world } = await timedWorld();
    const { next = "" } = await page(world.logs, "/logs?tail=now");
    at.now += 3_600_000;
    const id = await upload(world, "a", at.now - 59_000);
    at.now += 1_000;
    expect(idsOf(await page(world.logs, next))).toEqual([id]);
  });

  test("from a time ahead waits for that time", async () => {
    const { at, ...world } = await timedWorld();
    const start = await page(world.logs, `/logs?tail=${isoOf(NOW + 60_000)}`);
    at.now += 30_000;
    await upload(world, "a", at.now);
    const waiting = await page(world.logs, start.next ?? "");
    expect(waiting.entries).toEqual([]);
    at.now += 30_000;
    const id = await upload(world, "b", at.now);
    expect(idsOf(await page(world.logs, waiting.next ?? ""))).toEqual([id]);
  });

  test("is not hidden by entries that are dated ahead, and shows one of this very millisecond", async () => {
    const world = await timedWorld();
    await burst(world, 100, NOW + 200);
    const id = await upload(world, "now", NOW);
    expect(idsOf(await page(world.logs, "/logs?tail=now"))).toEqual([id]);
  });

  test("reads on only while all that it has read is new", async () => {
    let now = NOW;
    const recorded = queried(await newTable());
    const world = worldOf(recorded.table, () => now);
    await burst(world, 50, NOW);
    now += 20_000;
    const fresh = await burst(world, 6, now);
    const { next = "" } = await page(world.logs, "/logs?stream=s3&tail=now");
    expect(recorded.queries).toHaveLength(2);
    expect(idsOf(await page(world.logs, next))).toEqual(fresh);
  });

  test("shows no entry that has expired", async () => {
    const world = await timedWorld();
    const id = await upload(world, "a", NOW);
    await upload(world, "expired", NOW);
    const { Items = [] } = await world.table.client.send(new ScanCommand({ TableName: world.table.name }));
    const expired = Items.find(({ about }) => about === "s3#0#expired");
    await world.table.client.send(
      new PutCommand({ TableName: world.table.name, Item: { ...expired, expiresat: NOW / 1000 - 1 } }),
    );
    expect(idsOf(await page(world.logs, "/logs?tail=now"))).toEqual([id]);
  });

  test("filters as a list does", async () => {
    const world = await timedWorld();
    const file = await upload(world, "photos/a", NOW - 3);
    await upload(world, "texts/a", NOW - 2);
    const { id: order } = bodyOf(
      await deliver(world.http, cloudEvent({ id: "1", type: "shop.paid", source: "/shop", time: isoOf(NOW - 1) })),
    );
    for (const [query, ids] of [
      ["type=shop.*", [order]],
      ["source=/shop", [order]],
      ["stream=http", [order]],
      ["stream=http&stream=s3&subjectPrefix=photos/", [file]],
      ["subject=photos/a", [file]],
      ["subject=photos/a&type=none", []],
    ] as const)
      expect(idsOf(await page(world.logs, `/logs?tail=now&${query}`)), query).toEqual(ids);
  });

  test("of one subject reads the index", async () => {
    const recorded = queried(await newTable());
    const world = worldOf(recorded.table, () => NOW);
    await burst(world, 20, NOW);
    const id = await upload(world, "a", NOW - 50_000);
    expect(idsOf(await page(world.logs, "/logs?stream=s3&subject=a&tail=now"))).toEqual([id]);
    expect(recorded.queries).toMatchObject([{ IndexName: "bySubject", ScanIndexForward: false }]);
  });

  test("sees rejections where they are read, and only there", async () => {
    const world = await timedWorld();
    const { ids } = await deliver(world.s3, { Records: [{ s3: {} }] });
    expect(idsOf(await page(world.logs, "/rejected?tail=now"))).toEqual(ids);
    expect((await page(world.logs, "/logs?tail=now")).entries).toEqual([]);
    const { headers } = await deliver(world.logs, request("GET", "/rejected?tail=now"));
    expect(headers).toMatchObject({ "cache-control": "no-store" });
  });

  test.each(["16;2026-03-01T11:59:30Z=1", "1;2026-03-01T11:59:30Z=16"])(
    "reads the shards from before and after a step of the last minute (%s)",
    async (SHARDS) => {
      const world = await timedWorld({ SHARDS });
      const before = await burst(world, 12, NOW - 40_000);
      const after = await burst(world, 13, NOW);
      expect(idsOf(await page(world.logs, "/logs?tail=now"))).toEqual([...after, ...before]);
    },
  );

  test("reads a bounded number of entries where a filter drops them all", async () => {
    const recorded = queried(await newTable());
    const world = worldOf(recorded.table, () => NOW);
    await burst(world, 400, NOW);
    expect((await page(world.logs, "/logs?stream=s3&type=none&tail=now")).entries).toEqual([]);
    const [first = 0, ...more] = recorded.queries.map(({ Limit = 0 }) => Limit);
    expect(first).toBeLessThan(20);
    expect(more.reduce((sum, limit) => sum + limit)).toBe(200);
  });

  test("reads a bounded number of bytes where a filter drops them all", async () => {
    const recorded = queried(await newTable());
    const world = worldOf(recorded.table, () => NOW);
    for (let n = 0; n < 25; n++)
      await deliver(world.http, cloudEvent({ id: `${n}`, time: isoOf(NOW - n), data: "x".repeat(300_000) }));
    expect((await page(world.logs, "/logs?stream=http&type=none&tail=now")).entries).toEqual([]);
    expect(recorded.queries.length).toBeLessThanOrEqual(5); // of at most 1 MB each
  });

  test("answers no more than a function may", async () => {
    const world = await timedWorld({ SHARDS: "16" });
    for (let n = 0; n < 25; n++)
      await deliver(world.http, cloudEvent({ id: `${n}`, time: isoOf(NOW - n), data: '"'.repeat(150_000) }));
    const answer = await deliver(world.logs, request("GET", "/logs?tail=now"));
    expect(JSON.stringify(answer).length).toBeLessThan(6_291_556);
    expect(bodyOf(answer).entries.length).toBeGreaterThan(5);
    expect(bodyOf(answer).next).toContain("tail=");
  });

  test.each([
    ["tail=yesterday", "tail", "RFC 3339"],
    ["tail=yesterday", "tail", "; or now; or a cursor. This value is not a cursor of this log"],
    ["tail=", "tail", ""],
    ["tail=Now", "tail", "or now"],
    ["tail=now&wait=1", "wait", "no such parameter"],
    ["tail=now&order=asc", "order", "no such parameter"],
    ["tail=now&from=-1h", "from", "no such parameter"],
    ["tail=now&cursor=x", "cursor", "no such parameter"],
    ["tail=now&limit=201", "limit", "1 to 200"],
    ["tail=now&tail=now", "tail", "more than once"],
    ["follow=-1h&tail=now", "tail", "no such parameter"],
    ["tail=now&around=x", "around", "no such parameter"],
    ["wait=5", "wait", "tail"],
  ])("%s is a 400 that names %s", async (query, parameter, why) => {
    const { logs } = await timedWorld();
    const answer = await deliver(logs, request("GET", `/logs?${query}`));
    expect(answer.statusCode).toBe(400);
    expect(bodyOf(answer).errors).toEqual([{ parameter, detail: expect.stringContaining(why) }]);
  });

  test("takes only a cursor of a tail of the same route with the same filters", async () => {
    const { logs, ...world } = await timedWorld();
    await burst({ logs, ...world }, 3, NOW);
    const cursorOf = async (target: string, name: string) =>
      new URLSearchParams((await page(logs, target)).next?.split("?")[1]).get(name);
    const tail = await cursorOf("/logs?tail=now&type=a&type=b", "tail");
    const list = await cursorOf("/logs?limit=1", "cursor");
    const follower = await cursorOf("/logs?follow=-1h", "follow");
    expect((await deliver(logs, request("GET", `/logs?tail=${tail}&type=b&type=a&limit=3`))).statusCode).toBe(200);
    for (const target of [
      ...[`/logs?tail=${tail}`, `/rejected?tail=${tail}&type=a&type=b`, `/logs?follow=${tail}&type=a&type=b`],
      ...[`/logs?cursor=${tail}&type=a&type=b`, `/logs?tail=${list}`, `/logs?tail=${follower}`],
    ]) {
      const answer = await deliver(logs, request("GET", target));
      expect(answer.statusCode, target).toBe(400);
      expect(bodyOf(answer).errors).toMatchObject([{ detail: expect.stringContaining("other filters") }]);
    }
  });
});
