import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { SETTLE_MS } from "../src/log/settled.ts";
import { fill } from "./fill.ts";
import { cloudEvent, s3Record } from "./sent.ts";
import { newTable } from "./table.ts";
import { bodyOf, deliver, newWorld, readAll, request, type World, worldOf } from "./world.ts";

const START = Date.parse("2026-03-01T00:00:00.000Z");
const HOUR = 3_600_000;
const isoOf = (ms: number): string => new Date(ms).toISOString();

const TimeRange = z.object({ from: z.string(), to: z.string() });
const Row = z.object({ count: z.number() }).catchall(z.union([z.string(), z.number()]));
const Stats = z.strictObject({
  by: z.enum(["minute", "hour", "day", "week"]),
  covered: TimeRange,
  buckets: z.array(
    z.strictObject({
      time: z.string(),
      complete: z.boolean(),
      count: z.number(),
      counts: z.array(Row),
      firings: z.strictObject({ expected: z.number(), found: z.number() }).optional(),
    }),
  ),
  firings: TimeRange.extend({
    schedule: z.string(),
    expression: z.string(),
    expected: z.number(),
    found: z.number(),
    missed: z.array(z.string()),
    detail: z.string().optional(),
  }).optional(),
  next: z.string().optional(),
});
type Stats = z.infer<typeof Stats>;

const statsOf = async ({ logs }: Pick<World, "logs">, target: string): Promise<Stats> => {
  const answer = await deliver(logs, request("GET", target));
  expect(answer.statusCode, answer.body).toBe(200);
  return Stats.parse(bodyOf(answer));
};

/** All answers, until one has no `next`. */
const allOf = async (world: Pick<World, "logs">, target: string): Promise<readonly Stats[]> => {
  const stats = await statsOf(world, target);
  return stats.next === undefined ? [stats] : [stats, ...(await allOf(world, stats.next))];
};

test("each bucket counts entries by stream and type, and rejections by reason and path", async () => {
  const world = await newWorld({ SHARDS: "3" }, () => START + 2.5 * HOUR);
  const at = (minute: number) => isoOf(START + minute * 60_000);
  await deliver(world.s3, {
    Records: [
      ...[1, 2, 59, 61].map((minute) => s3Record({ key: String(minute), time: at(minute) })),
      { s3: {} },
      s3Record({ time: "noon" }),
    ],
  });
  await deliver(world.http, cloudEvent({ type: "order.paid", time: at(2) }));
  const put = { stream: "s3", type: "com.amazonaws.s3.ObjectCreated:Put" };

  expect(await statsOf(world, `/logs/stats?from=${at(0)}&by=hour`)).toEqual({
    by: "hour",
    covered: { from: at(0), to: at(156) },
    buckets: [
      { time: at(60), complete: true, count: 1, counts: [{ ...put, count: 1 }] },
      {
        time: at(0),
        complete: true,
        count: 4,
        counts: [
          { stream: "http", type: "order.paid", count: 1 },
          { ...put, count: 3 },
        ],
      },
    ],
  });
  const minutes = await statsOf(world, `/logs/stats?from=${at(0)}&to=${at(60)}&by=minute&order=asc&stream=s3`);
  expect(minutes.buckets.map(({ time, count }) => [time, count])).toEqual([1, 2, 59].map((minute) => [at(minute), 1]));
  expect((await statsOf(world, `/logs/stats?by=day&type=order.paid`)).buckets).toMatchObject([
    { time: at(0), count: 1 },
  ]);

  const [bucket] = (await statsOf(world, `/rejected/stats?to=${at(151)}`)).buckets;
  expect(bucket).toMatchObject({ time: at(120), complete: false, count: 2 });
  expect(bucket?.counts).toContainEqual({ trigger: "s3", reason: "schema", path: "eventTime", count: 2 });
  expect(bucket?.counts).toContainEqual({ trigger: "s3", reason: "schema", path: "s3.bucket", count: 1 });
});

test.each([
  ["2026-01-05T00:00:00.000Z", "2026-01-05T00:00:00.000Z"],
  ["2026-01-04T23:59:59.999Z", "2025-12-29T00:00:00.000Z"],
  ["2025-12-31T12:00:00.000Z", "2025-12-29T00:00:00.000Z"],
  ["1969-12-31T00:00:00.000Z", "1969-12-29T00:00:00.000Z"],
  ["0000-01-02T12:00:00.000Z", "0000-01-01T00:00:00.000Z"],
  ["0000-01-03T00:00:00.000Z", "0000-01-03T00:00:00.000Z"],
])("by week, an entry at %s counts in the week that begins on Monday, %s", async (time, monday) => {
  const world = await newWorld();
  await deliver(world.s3, { Records: [s3Record({ time })] });
  expect((await statsOf(world, "/logs/stats?by=week")).buckets).toMatchObject([{ time: monday, count: 1 }]);
});

test("a week is complete if all of its days were counted", async () => {
  const world = await newWorld();
  await deliver(world.s3, {
    Records: ["2026-01-05", "2026-01-11"].map((day) => s3Record({ key: day, time: `${day}T12:00:00Z` })),
  });
  const completeIn = async (range: string) =>
    (await statsOf(world, `/logs/stats?by=week&${range}`)).buckets.map(({ time, complete }) => [time, complete]);
  const monday = "2026-01-05T00:00:00.000Z";
  expect(await completeIn("from=2026-01-05&to=2026-01-12")).toEqual([[monday, true]]);
  expect(await completeIn("from=2026-01-05&to=2026-01-11T23:59:59Z")).toEqual([[monday, false]]);
  expect(await completeIn("from=2026-01-06&to=2026-01-12")).toEqual([[monday, false]]);
});

test("a bucket is not complete if the time range ends within it", async () => {
  const world = await newWorld();
  await deliver(world.s3, {
    Records: [0, 60, 120].map((m) => s3Record({ key: `${m}`, time: isoOf(START + m * 60_000) })),
  });
  const { buckets } = await statsOf(
    world,
    `/logs/stats?from=${isoOf(START)}&to=${isoOf(START + 2.5 * HOUR)}&order=asc`,
  );
  expect(buckets.map(({ complete }) => complete)).toEqual([true, true, false]);
  const { buckets: later } = await statsOf(
    world,
    `/logs/stats?from=${isoOf(START + 1)}&to=${isoOf(START + 3 * HOUR)}&order=asc`,
  );
  expect(later.map(({ complete }) => complete)).toEqual([true, true]);
});

describe("without `to`, counts end where a list ends:", async () => {
  const now = START + 59.5 * 60_000;
  const world = await newWorld({}, () => now);
  const at = (minute: number) => isoOf(START + minute * 60_000);
  for (const minute of [10, 59, 60, 64.5]) await deliver(world.http, cloudEvent({ time: at(minute) }));

  test.each(["asc", "desc"])(
    "entries that are dated ahead count, but their bucket is not complete: %s",
    async (order) => {
      for (const query of [`from=${at(0)}`, `from=${at(60)}`]) {
        const entries = await readAll(world.logs, `/logs?${query}&order=${order}`);
        const { buckets, covered } = await statsOf(world, `/logs/stats?${query}&order=${order}&by=minute`);
        expect(buckets.map(({ time }) => time)).toEqual(entries.map(({ time }) => time.replace(":30.", ":00.")));
        expect(buckets.map(({ complete }) => complete)).toEqual(entries.map(({ time }) => time === at(10)));
        expect(covered.to >= at(64.5)).toBe(true);
      }
    },
  );

  test.each(["2030-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"])("from %s on, there is nothing", async (from) => {
    expect(await readAll(world.logs, `/logs?from=${from}`)).toEqual([]);
    for (const order of ["asc", "desc"])
      expect(await statsOf(world, `/logs/stats?from=${from}&order=${order}`)).toEqual({
        by: "hour",
        covered: { from, to: from },
        buckets: [],
      });
  });
});

describe("if there are more entries than one request may read,", async () => {
  const world = await newWorld({ SHARDS: "2" });
  const LONG = "k".repeat(1_900);
  // More entries in one millisecond than one request can read, and some before and after it.
  const times = [
    ...Array(40).keys(),
    ...Array(4_500).fill(50),
    ...Array(40)
      .keys()
      .map((n) => 60 + n),
  ];
  for (let first = 0; first < times.length; first += 500)
    await deliver(world.s3, {
      Records: times
        .slice(first, first + 500)
        .map((second, index) => s3Record({ key: `${LONG}${first + index}`, time: isoOf(START + second * 1000) })),
    });
  const to = isoOf(START + 2 * 60_000);

  test.each(["asc", "desc"])(
    "`next` counts the rest, without gaps and without counting an entry twice: %s",
    async (order) => {
      const all = await allOf(world, `/logs/stats?from=${isoOf(START)}&to=${to}&by=minute&order=${order}`);
      expect(all.length).toBeGreaterThan(2);
      const total = new Map<string, number>();
      for (const { time, count } of all.flatMap(({ buckets }) => buckets))
        total.set(time, (total.get(time) ?? 0) + count);
      expect([...total].toSorted()).toEqual([
        [isoOf(START), 4_540],
        [isoOf(START + 60_000), 40],
      ]);
      const inOrder = order === "asc" ? all : all.toReversed();
      expect([inOrder.at(0)?.covered.from, inOrder.at(-1)?.covered.to]).toEqual([isoOf(START), to]);
      for (const [index, { covered }] of inOrder.entries())
        if (index > 0) expect(covered.from <= String(inOrder[index - 1]?.covered.to)).toBe(true);
      for (const bucket of all.flatMap(({ buckets }) => buckets))
        if (bucket.complete) expect(bucket.count).toBe(total.get(bucket.time));
    },
  );

  test("`covered` is the time range that the request has read", async () => {
    const { covered, buckets, next } = await statsOf(
      world,
      `/logs/stats?from=${isoOf(START)}&to=${to}&order=asc&by=minute`,
    );
    expect(next).toBeDefined();
    expect(covered).toEqual({ from: isoOf(START), to: isoOf(START + 50_001) });
    expect(buckets).toMatchObject([{ time: isoOf(START), complete: false }]);
    expect(buckets[0]?.count).toBeGreaterThan(40);
    expect(buckets[0]?.count).toBeLessThan(4_540);
  });

  describe("a cursor holds the density of the log. It", async () => {
    const target = `/logs/stats?from=${isoOf(START)}&to=${to}&by=minute`;
    const first = await statsOf(world, target);
    const cursor = new URLSearchParams(first.next?.split("?")[1]).get("cursor") ?? "";
    const written = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const forged = (density: unknown) =>
      `${target}&cursor=${Buffer.from(JSON.stringify({ ...written, density })).toString("base64url")}`;

    test("is in the cursor that a request gives", () => expect(written.density).toBeGreaterThan(0));

    test.each([1e-300, 1e-9, 1, 1e12, undefined])("changes no count, even if it is wrong: %s", async (density) => {
      const rest = await allOf(world, forged(density));
      expect(rest.length).toBeLessThan(10);
      const counts = [first, ...rest].flatMap(({ buckets }) => buckets).map(({ count }) => count);
      expect(counts.reduce((a, b) => a + b)).toBe(times.length);
    });

    test.each([0, -1, 1e13, "1", null])("gets a 400 if the log would never give it: %j", async (density) => {
      const answer = await deliver(world.logs, request("GET", forged(density)));
      expect(bodyOf(answer)).toMatchObject({ status: 400, errors: [{ parameter: "cursor" }] });
    });
  });
});

test("if an answer has no room for more rows, `next` counts the rest", async () => {
  const table = await newTable({ SHARDS: "2" });
  const types = Array.from({ length: 2_600 }, (_, n) => String(n).padStart(1_000, "t"));
  const entries = types.map((type, n) => ({ stream: "http" as const, type, time: isoOf(START + Math.floor(n / 200)) }));
  await fill(table, START + HOUR, entries);
  for (const order of ["asc", "desc"]) {
    const all = await allOf(
      worldOf(table, () => START + HOUR),
      `/logs/stats?order=${order}`,
    );
    expect(all.length).toBe(2);
    for (const answer of all) expect(JSON.stringify(JSON.stringify(answer)).length).toBeLessThan(3_000_000);
    const rows = all.flatMap(({ buckets }) => buckets.flatMap(({ counts }) => counts));
    expect(rows.map(({ type, count }) => [type, count]).toSorted()).toEqual(types.map((type) => [type, 1]).toSorted());
  }
});

test("the counts match the entries, with buckets of any length", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 40 }),
      fc.constantFrom("minute", "hour", "day"),
      fc.constantFrom("asc", "desc"),
      async (minutes, by, order) => {
        const world = await newWorld({ SHARDS: "2" });
        await deliver(world.s3, {
          Records: minutes.map((minute, n) => s3Record({ key: String(n), time: isoOf(START + minute * 60_000) })),
        });
        const { buckets } = await statsOf(world, `/logs/stats?by=${by}&order=${order}`);
        const length = { minute: 60_000, hour: HOUR, day: 24 * HOUR }[by] ?? 1;
        const expected = Map.groupBy(minutes, (minute) =>
          isoOf(START + Math.floor((minute * 60_000) / length) * length),
        );
        const sorted = [...expected].map(([time, { length }]) => [time, length]).toSorted();
        expect(buckets.map(({ time, count }) => [time, count])).toEqual(order === "asc" ? sorted : sorted.toReversed());
      },
    ),
    { numRuns: 20 },
  );
});

describe("the counts of a schedule", async () => {
  const schedule = { name: "tick", expression: "rate(1 hour)", stream: "schedule" };
  let now = START + 10 * HOUR;
  const world = await newWorld({}, () => now, { schedule });
  const fire = (hour: number, name = "tick") =>
    deliver(world.schedule, {
      scheduleArn: `arn:aws:scheduler:eu-central-1:123456789012:schedule/default/${name}`,
      scheduledTime: isoOf(START + hour * HOUR),
    });
  for (const hour of [1, 2, 4, 5, 8]) await fire(hour);
  await fire(3, "other");

  test("show the expected firings, the found ones and the missed ones", async () => {
    const { firings, buckets } = await statsOf(world, `/logs/stats?from=${isoOf(START)}&order=asc`);
    expect(firings).toEqual({
      ...{ schedule: "tick", expression: "rate(1 hour)", from: isoOf(START), to: isoOf(now - SETTLE_MS) },
      expected: 9,
      found: 5,
      missed: [3, 6, 7, 9].map((hour) => isoOf(START + hour * HOUR)),
    });
    expect(buckets.map(({ firings }) => [firings?.expected, firings?.found])).toEqual([
      ...[1, 1, 0, 1, 1, 0, 0, 1, 0].map((found) => [1, found]),
    ]);
    expect(buckets.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1, 0, 0, 1, 0]);
  });

  test("show no missed firing before the first one in the log, or while it can still come", async () => {
    now = START + 9 * HOUR + 1_000;
    const { firings } = await statsOf(world, "/logs/stats");
    expect(firings).toMatchObject({ expected: 8, missed: [3, 6, 7].map((hour) => isoOf(START + hour * HOUR)) });
    now = START + 10 * HOUR;
  });

  test("use the last firing before the time range", async () => {
    const target = `/logs/stats?from=${isoOf(START + 5.5 * HOUR)}&to=${isoOf(START + 7.5 * HOUR)}`;
    expect((await statsOf(world, target)).firings).toMatchObject({
      expected: 2,
      found: 0,
      missed: [6, 7].map((hour) => isoOf(START + hour * HOUR)),
    });
  });

  test("say that an expression cannot be read, and still count the entries", async () => {
    const odd = worldOf(world.table, () => now, {
      schedule: { name: "tick", expression: "rate(1 fortnight)", stream: "schedule" },
    });
    const { firings, buckets } = await statsOf(odd, "/logs/stats");
    expect(firings).toMatchObject({ expected: 0, found: 5, detail: expect.stringContaining("rate(1 fortnight)") });
    expect(buckets).toHaveLength(6);
  });

  test("do not show firings if a filter excludes some of them", async () => {
    for (const query of ["stream=s3", "type=x", "subject=tick", "subjectPrefix=t", "source=x"])
      expect(await statsOf(world, `/logs/stats?${query}`)).not.toHaveProperty("firings");
    expect(await statsOf(world, "/logs/stats?stream=schedule")).toHaveProperty("firings");
    expect(await statsOf(world, "/rejected/stats")).not.toHaveProperty("firings");
  });
});

describe("counts", async () => {
  const { logs } = await newWorld();

  test.each([
    ["by=year", "by"],
    ["by=", "by"],
    ["limit=5", "limit"],
    ["from=x", "from"],
    ["from=-1h&to=-2h", "to"],
    ["cursor=x", "cursor"],
    ["stream=rejected", "stream"],
    ["follow=-1h", "follow"],
  ])("with %s are a 400 that names %s", async (query, parameter) => {
    const answer = await deliver(logs, request("GET", `/logs/stats?${query}`));
    expect(answer).toMatchObject({ statusCode: 400, headers: { "content-type": "application/problem+json" } });
    expect(bodyOf(answer).errors).toEqual([{ parameter, detail: expect.any(String) }]);
  });

  test("are a 304 for a client that has their ETag", async () => {
    const target = `/logs/stats?to=${isoOf(START)}`;
    const { headers } = await deliver(logs, request("GET", target));
    const again = await deliver(logs, request("GET", target, { "if-none-match": headers?.["etag"] ?? "" }));
    expect(again.statusCode).toBe(304);
  });
});
