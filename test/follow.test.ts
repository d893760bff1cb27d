import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeCursor } from "../src/log/cursor.ts";
import { dynamoReader } from "../src/log/reader.ts";
import { SETTLE_MS } from "../src/log/settled.ts";
import { reading } from "../src/middleware/stack.ts";
import { cloudEvent, s3Record } from "./sent.ts";
import { bodyOf, deliver, newWorld, type Page, page, request, type World, worldOf } from "./world.ts";

const START = Date.parse("2026-03-01T00:00:00.000Z");
const HOUR = 3_600_000;
const isoOf = (ms: number): string => new Date(ms).toISOString();

/** Follows from a target until a page is empty. Gives the ids in order, and the path of the next page. */
const catchUp = async ({ logs }: World, target: string) => {
  const ids: string[] = [];
  for (let next = target; ; ) {
    const { entries, next: further = "" } = await page(logs, next);
    ids.push(...entries.map(({ id }) => id));
    next = further;
    if (entries.length === 0) return { ids, next };
  }
};

/** The longest time until a follower sees an entry that is put: the timeout of the function, and the delay of an index. */
const PUT_MS = 55_000;
const SKEW_MS = 5_000;

/** A delivery. The entry becomes visible `putMs` after its `recordedtime`. */
const delivery = fc.record({
  /** The time from the event to the delivery: soon, about when an entry becomes late, after retries, or after a redrive. */
  afterMs: fc.oneof(
    fc.integer({ min: -4 * 60_000, max: 90_000 }),
    fc.integer({ min: 59_990, max: 60_010 }),
    fc.integer({ min: 0, max: 6 * HOUR }),
    fc.integer({ min: 0, max: 14 * 24 * HOUR }),
  ),
  putMs: fc.integer({ min: 0, max: PUT_MS }),
  /** The time from the end of the put to a look of the follower. It can be negative. */
  lookMs: fc.integer({ min: -2 * 60_000, max: 4 * 60_000 }),
});

const happening = fc.record({
  stream: fc.constantFrom("s3" as const, "http" as const),
  atMs: fc.integer({ min: 0, max: HOUR }),
  /** The second and the third are duplicates, retries or redrives. */
  deliveries: fc.array(delivery, { minLength: 1, maxLength: 3 }),
});

describe.each(["1", "1;2026-03-01T00:30:00Z=3", "3;2026-03-01T00:30:00Z=1"])(
  "with the shard schedule %s, a follower",
  (SHARDS) => {
    test("gets each entry exactly once, even if events are delayed, retried or redriven", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(happening, { minLength: 1, maxLength: 12 }),
          fc.integer({ min: 1, max: 5 }),
          fc.integer({ min: -SKEW_MS, max: SKEW_MS }),
          async (happenings, limit, skewMs) => {
            let now = START;
            const { table } = await newWorld({ SHARDS });
            const writer = worldOf(table, () => now);
            const reader = worldOf(table, () => now + skewMs);
            const all = new Set<string>();

            const puts = happenings.flatMap(({ stream, atMs, deliveries }, number) =>
              deliveries.map(({ afterMs, putMs }) => ({
                at: START + atMs + afterMs + putMs,
                act: async () => {
                  now -= putMs;
                  all.add(await write(writer, stream, number, isoOf(START + atMs)));
                  now += putMs;
                },
              })),
            );
            const seen: string[] = [];
            let next = `/logs?follow=${isoOf(START - HOUR)}&limit=${limit}`;
            const look = async () => {
              const caught = await catchUp(reader, next);
              seen.push(...caught.ids);
              next = caught.next;
            };
            const looks = happenings.flatMap(({ atMs, deliveries }) =>
              deliveries.map(({ afterMs, putMs, lookMs }) => ({
                at: START + atMs + afterMs + putMs + lookMs,
                act: look,
              })),
            );
            for (const { at, act } of [...puts, ...looks].sort((a, b) => a.at - b.at)) {
              now = at;
              await act();
            }
            now = START + 15 * 24 * HOUR;
            await look();
            expect(new Set(seen).size, "an entry came twice").toBe(seen.length);
            expect(seen.toSorted()).toEqual([...all].toSorted());
          },
        ),
        { numRuns: 40, endOnFailure: true },
      );
    });
  },
);

const write = async ({ s3, http }: World, stream: "s3" | "http", number: number, time: string): Promise<string> => {
  if (stream === "http") {
    const { id, location, instance } = bodyOf(await deliver(http, cloudEvent({ id: String(number), time })));
    return id ?? `${location}${instance}`;
  }
  const { ids } = await deliver(s3, { Records: [s3Record({ key: String(number), time })] });
  return ids[0] ?? "";
};

test.each([
  ["at the last moment before it is late", 60_000],
  ["at the first moment when it is late", 60_001],
])("a follower that looks every second gets an entry once if the slowest put records it %s", async (_, afterMs) => {
  let now = START;
  const { table } = await newWorld();
  const reader = worldOf(table, () => now + SKEW_MS);
  const seen: string[] = [];
  let next = `/logs?follow=${isoOf(START)}`;
  const lookUntil = async (end: number) => {
    for (; now < end; now += 1_000) {
      const caught = await catchUp(reader, next);
      seen.push(...caught.ids);
      next = caught.next;
    }
  };
  await lookUntil(START + afterMs + PUT_MS);
  const writer = worldOf(table, () => START + afterMs);
  const id = await write(writer, "s3", 1, isoOf(START));
  await lookUntil(START + 5 * 60_000);
  expect(seen).toEqual([id]);
});

test("a follower gets late entries of the shards that a step down has removed", async () => {
  let now = START;
  const { table } = await newWorld({ SHARDS: "16;2026-03-01T01:00:00Z=1" });
  const world = worldOf(table, () => now);
  now = START + 3 * HOUR;
  const { next = "" } = await page(world.logs, `/logs?follow=${isoOf(now - HOUR)}`);
  const ids = [];
  for (let number = 0; number < 8; number++) ids.push(await write(world, "s3", number, isoOf(START)));
  expect(new Set(ids.map((id) => id.split(".")[1])).size).toBeGreaterThan(1);
  now += HOUR;
  expect((await page(world.logs, next)).entries.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
});

describe("a cursor without a stream", async () => {
  let now = START;
  const { table } = await newWorld({ SHARDS: "2" });
  const world = worldOf(table, () => now);
  for (let number = 0; number < 5; number++) {
    now = START + number * 1000;
    for (const stream of ["s3", "http"] as const) await write(world, stream, number, isoOf(now));
  }
  now += HOUR;
  const options = { reader: dynamoReader(table, () => now), clock: () => now, print: () => {} };
  const before = reading({ s3: {}, http: {} }, options);
  const added = reading({ s3: {}, http: {}, schedule: {} }, options);
  const removed = reading({ s3: {} }, options);
  const targets = ["/logs?limit=3", "/logs?limit=3&order=asc", `/logs?follow=${isoOf(START)}&limit=3`];
  const idsOf = ({ entries }: Page) => entries.map(({ id }) => id);

  test.each([...targets, "/logs/stats?by=minute"])(
    "of %s stays valid when a stream is added or removed",
    async (target) => {
      const stats = target.includes("stats");
      const cursor = stats ? undefined : (await page(before, target)).next;
      const { path, ...bound } = { path: "/logs/stats", order: "desc", from: null, to: null };
      const forged = writeCursor({ to: isoOf(now) }, { path, ...bound });
      for (const later of [added, removed])
        expect((await deliver(later, request("GET", cursor ?? `${target}&cursor=${forged}`))).statusCode).toBe(200);
    },
  );

  test.each(targets)(
    "of %s goes on in the order of the log, even after an entry of a removed stream",
    async (target) => {
      for (let limit = 1; limit < 10; limit++) {
        const first = await page(before, target.replace("limit=3", `limit=${limit}`));
        const rest = [];
        for (let next = first.next; next !== undefined; ) {
          const further = await page(removed, next);
          rest.push(...idsOf(further));
          next = target.includes("follow") && further.entries.length === 0 ? undefined : further.next;
        }
        const all = idsOf(await page(before, target.replace("limit=3", "limit=200")));
        expect([...idsOf(first), ...rest]).toEqual(all.filter((id, index) => index < limit || id.startsWith("s3.")));
      }
    },
  );

  test("is valid only at its own route", async () => {
    const cursorOf = async (target: string, name: string) =>
      new URLSearchParams((await page(world.logs, target)).next?.split("?")[1]).get(name);
    await deliver(world.s3, { Records: [{ s3: {} }, { s3: [] }] });
    const list = await cursorOf("/logs?limit=1", "cursor");
    const rejected = await cursorOf("/rejected?limit=1", "cursor");
    const follower = await cursorOf("/logs?follow=-1h", "follow");
    for (const target of [
      ...[`/rejected?cursor=${list}`, `/logs/stats?cursor=${list}`, `/logs?follow=${list}`, `/logs?cursor=${rejected}`],
      ...[`/logs?cursor=${follower}`, `/logs/stats?cursor=${follower}`, `/rejected?follow=${follower}`],
      ...[`/logs?stream=s3&cursor=${list}`, `/logs?stream=s3&follow=${follower}`],
    ])
      expect((await deliver(world.logs, request("GET", target))).statusCode, target).toBe(400);
  });
});

test("a cursor does not depend on the order of the streams in the query, or on repeated ones", async () => {
  const world = await newWorld();
  await deliver(world.s3, { Records: [1, 2, 3].map((key) => s3Record({ key: String(key) })) });
  const { next = "" } = await page(world.logs, "/logs?stream=s3&stream=http&limit=1");
  const cursor = new URLSearchParams(next.split("?")[1]).get("cursor");
  const target = `/logs?stream=http&stream=s3&stream=s3&cursor=${cursor}`;
  expect((await page(world.logs, target)).entries).toHaveLength(2);
});

describe("a request with follow", async () => {
  let now = START;
  const waits: number[] = [];
  const pause = async (ms: number) => {
    waits.push(ms);
    now += ms;
  };
  const world = await newWorld({}, () => now, { pause });
  const { logs } = world;
  const first = await write(world, "s3", 1, isoOf(START));
  now += HOUR;
  const late = await write(world, "http", 2, isoOf(START + 1));
  const from = `/logs?follow=${isoOf(START)}`;

  test("gives entries in the order in which they settled, and always a next page", async () => {
    now = START + 2 * HOUR;
    const { entries, next = "", reached } = await page(logs, from);
    expect(entries.map(({ id }) => id)).toEqual([first, late]);
    expect(reached).toBe(isoOf(now - SETTLE_MS));
    expect(await page(logs, next)).toEqual({ entries: [], next: expect.stringMatching(/^\/logs\?follow=/), reached });
  });

  test("gives an entry only when no other entry can come before it any more", async () => {
    now = START + SETTLE_MS;
    expect((await page(logs, from)).entries).toEqual([]);
    now += 1;
    expect((await page(logs, from)).entries.map(({ id }) => id)).toEqual([first]);
  });

  test("goes on where a full page ended", async () => {
    now = START + 2 * HOUR;
    const { entries, next = "", reached } = await page(logs, `${from}&limit=1`);
    expect(entries.map(({ id }) => id)).toEqual([first]);
    expect(reached).toBe(isoOf(START));
    expect((await page(logs, next)).entries.map(({ id }) => id)).toEqual([late]);
  });

  test("filters like a list", async () => {
    now = START + 2 * HOUR;
    expect((await page(logs, `${from}&stream=http&type=t&source=/s`)).entries.map(({ id }) => id)).toEqual([late]);
    expect((await page(logs, `${from}&subject=1`)).entries.map(({ id }) => id)).toEqual([first]);
    expect((await page(logs, `${from}&type=none`)).entries).toEqual([]);
  });

  test("waits for an entry to settle, at most for the time in `wait`", async () => {
    now = START + SETTLE_MS - 12_000;
    waits.length = 0;
    const { entries } = await page(logs, `${from}&wait=20`);
    expect(entries.map(({ id }) => id)).toEqual([first]);
    expect(waits).toEqual([5_000, 5_000, 5_000]);

    now = START;
    waits.length = 0;
    expect((await page(logs, `${from}&wait=7`)).entries).toEqual([]);
    expect(waits).toEqual([5_000, 2_000]);
  });

  test("gives no entry from before its time, even if that time is in the future", async () => {
    now = START;
    const { entries, next = "", reached } = await page(logs, `/logs?follow=${isoOf(START + HOUR / 2)}`);
    expect({ entries, reached }).toEqual({ entries: [], reached: isoOf(START + HOUR / 2) });
    now = START + 2 * HOUR;
    expect((await page(logs, next)).entries.map(({ id }) => id)).toEqual([late]);
  });

  test("works for rejections too", async () => {
    now = START + 3 * HOUR;
    await deliver(world.s3, { Records: [{ s3: {} }] });
    now += HOUR;
    expect((await page(logs, "/rejected?follow=-2h")).entries).toMatchObject([{ type: "tributary.rejected.schema" }]);
  });

  test.each([
    ["follow=yesterday", "follow", "RFC 3339"],
    ["follow=", "follow", ""],
    ["follow=-1h&wait=21", "wait", "0 to 20"],
    ["follow=-1h&wait=-1", "wait", "0 to 20"],
    ["follow=-1h&order=asc", "order", "no such parameter"],
    ["follow=-1h&cursor=x", "cursor", "no such parameter"],
    ["follow=-1h&from=-1h", "from", "no such parameter"],
    ["follow=-1h&follow=-2h", "follow", "more than once"],
    ["wait=5", "wait", "follow"],
  ])("%s is a 400 that names %s", async (query, parameter, why) => {
    const answer = await deliver(logs, request("GET", `/logs?${query}`));
    expect(answer.statusCode).toBe(400);
    expect(bodyOf(answer).errors).toEqual([{ parameter, detail: expect.stringContaining(why) }]);
  });

  test("refuses a cursor of a list or of other filters, and a list refuses a cursor of a follower", async () => {
    now = START + 2 * HOUR;
    const cursorOf = (target: string) => new URLSearchParams(target.split("?")[1]);
    const list = cursorOf((await page(logs, "/logs?limit=1")).next ?? "").get("cursor");
    const follower = cursorOf((await page(logs, from)).next ?? "").get("follow");
    for (const query of [`follow=${list}`, `follow=${follower}&type=t`, `cursor=${follower}`]) {
      const answer = await deliver(logs, request("GET", `/logs?${query}`));
      expect(bodyOf(answer).errors, query).toEqual([
        { parameter: query.split("=")[0], detail: expect.stringContaining("other filters") },
      ]);
    }
  });
});
