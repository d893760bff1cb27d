import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { dynamoReader } from "../src/log/reader.ts";
import { SETTLE_MS } from "../src/log/settled.ts";
import { parseShards } from "../src/log/shards.ts";
import { reading } from "../src/middleware/stack.ts";
import { streams } from "../src/streams.ts";
import { recorded } from "./recorded.ts";
import { cloudEvent, s3Record } from "./sent.ts";
import { newTable } from "./table.ts";
import { bodyOf, deliver, newWorld, page, readAll, request, worldOf } from "./world.ts";

const DAY = Date.parse("2026-03-01T00:00:00Z");

/** Writes two uploads, two requests and two firings for each second, so that times are equal within each stream and across streams. */
const fill = async ({ s3, http, schedule }: Awaited<ReturnType<typeof newWorld>>, count: number) => {
  for (let i = 0; i < count; i++) {
    const time = new Date(DAY + Math.floor(i / 2) * 1000).toISOString();
    await deliver(s3, { Records: [s3Record({ key: `key-${i % 5}`, time, sequencer: String(i) })] });
    await deliver(http, cloudEvent({ id: String(i), type: `t${i % 3}`, source: `/source/${i % 2}`, time }));
    await deliver(schedule, {
      scheduleArn: `arn:aws:scheduler:eu-central-1:123456789012:schedule/default/tick-${i % 2}`,
      scheduledTime: time,
    });
  }
};

describe.each(["1", "16", "1;2026-03-01T00:00:04Z=16"])("with the shard schedule %s", async (SHARDS) => {
  const world = await newWorld({ SHARDS });
  await fill(world, 15);
  const { logs } = world;
  const all = (await page(logs, "/logs?limit=200")).entries;

  test("a page has every entry once, newest first", () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(45);
    expect(all.map(({ time }) => time)).toEqual(
      all
        .map(({ time }) => time)
        .toSorted()
        .reverse(),
    );
  });

  test.each([1, 7, 44, 45, 46])("pages of %i entries give the same list, in both orders", async (limit) => {
    expect(await readAll(logs, `/logs?limit=${limit}`)).toEqual(all);
    expect(await readAll(logs, `/logs?limit=${limit}&order=asc`)).toEqual(all.toReversed());
  });

  test("filters, time ranges and streams select their entries, page by page", async () => {
    const stream = fc.subarray(["s3", "http", "schedule"], { minLength: 1 });
    const second = fc.integer({ min: 0, max: 8 });
    const filter = fc.constantFrom(
      "",
      "&type=t1",
      "&source=/source/1",
      "&subject=key-2",
      "&subject=tick-0",
      "&subjectPrefix=key",
    );
    await fc.assert(
      fc.asyncProperty(
        stream,
        second,
        second,
        filter,
        fc.integer({ min: 1, max: 9 }),
        async (streams, a, b, filter, limit) => {
          const from = new Date(DAY + Math.min(a, b) * 1000).toISOString();
          const to = new Date(DAY + Math.max(a, b) * 1000 + 1000).toISOString();
          const named = streams.map((name) => `&stream=${name}`).join("");
          const [, field = "specversion", value = "1.0"] = /&(\w+)=(.+)/.exec(filter) ?? [];
          expect(await readAll(logs, `/logs?limit=${limit}&from=${from}&to=${to}${named}${filter}`)).toEqual(
            all.filter(
              (entry) =>
                streams.includes(entry.stream) &&
                from <= entry.time &&
                entry.time < to &&
                isWanted(entry[field.replace("Prefix", "")], field, value),
            ),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  test("an entry is read by its id, and a client that has its ETag gets a 304", async () => {
    const [entry] = all;
    const answer = await deliver(logs, request("GET", `/logs/${entry?.id}`));
    expect(answer).toMatchObject({ statusCode: 200, headers: { "content-type": "application/cloudevents+json" } });
    expect(bodyOf(answer)).toEqual(entry);
    const { "content-type": _, ...headers } = answer.headers ?? {};
    const known = { "If-None-Match": headers["etag"] ?? "" };
    const again = await deliver(logs, request("GET", `/logs/${entry?.id}`, known));
    expect(again).toEqual({ statusCode: 304, headers });
    expect(headers).toMatchObject({ "cache-control": "private, max-age=31536000, immutable" });
  });
});

const Bounds = z.object({ ExpressionAttributeValues: z.object({ ":to": z.string() }) });

const isWanted = (found: unknown, field: string, value: string) =>
  field === "subjectPrefix" ? String(found ?? "").startsWith(value) : found === value;

test("a cursor stays valid when the shard schedule grows between two pages", async () => {
  const before = await newWorld({ SHARDS: "1" });
  await fill(before, 15);
  const shards = parseShards(`1;${new Date(DAY + 4_000).toISOString()}=16`);
  const after = worldOf({ ...before.table, shards });
  await deliver(after.s3, { Records: [s3Record({ key: "grown", time: new Date(DAY + 5_000).toISOString() })] });
  const all = (await page(after.logs, "/logs?limit=200&order=asc")).entries;
  expect(all).toHaveLength(46);
  const first = await page(before.logs, "/logs?limit=7&order=asc");
  expect([...first.entries, ...(await readAll(after.logs, first.next ?? ""))]).toEqual(all);
});

describe("reading", async () => {
  const world = await newWorld();
  await fill(world, 3);
  const { logs } = world;
  const get = (target: string, method = "GET") => deliver(logs, request(method, target));

  test("an entry that is written between two pages neither repeats nor hides other entries", async () => {
    const first = await page(logs, "/logs?limit=4");
    await deliver(
      world.http,
      cloudEvent({ id: "new", type: "new", source: "/new", time: new Date(DAY + 60_000).toISOString() }),
    );
    const rest = await readAll(logs, first.next ?? "");
    expect([...first.entries, ...rest].map(({ type }) => type)).not.toContain("new");
    expect(new Set([...first.entries, ...rest].map(({ id }) => id)).size).toBe(9);
  });

  test("a relative time means the same time on each page of a query", async () => {
    let now = DAY + 2_500;
    const then = worldOf(world.table, () => now);
    const first = await page(then.logs, "/logs?from=-3s&limit=1&stream=s3");
    now += 86_400_000;
    expect([...first.entries, ...(await readAll(then.logs, first.next ?? ""))]).toHaveLength(3);
    expect((await page(then.logs, "/logs?from=-3s&stream=s3")).entries).toEqual([]);
  });

  test("an age that goes back before the year 0 means the beginning of the log, on every page", async () => {
    expect(await readAll(logs, "/logs?from=-999999d&limit=4")).toEqual(await readAll(logs, "/logs?limit=4"));
  });

  test("each page except the last says how far it has looked", async () => {
    const { entries, reached } = await page(logs, "/logs?limit=2&stream=s3");
    expect(reached).toBe(entries.at(-1)?.time);
    expect(await page(logs, "/logs?stream=s3")).not.toHaveProperty("reached");
  });

  test("the Link header has the next page too", async () => {
    const { headers, body = "" } = await get("/logs?limit=1");
    expect(headers?.["link"]).toBe(`<${JSON.parse(body).next}>; rel="next"`);
  });

  test("the query of the next page is sorted and encoded as SigV4 signs it", async () => {
    const { next } = await page(logs, "/logs?to=2026-03-01T01:00:02%2B01:00&limit=1&stream=s3&order=asc");
    const cursor = expect.stringMatching(
      /^\/logs\?cursor=[\w-]+&limit=1&order=asc&stream=s3&to=2026-03-01T01%3A00%3A02%2B01%3A00$/,
    );
    expect(next).toEqual(cursor);
  });

  test.each([
    ["type=t0&type=t1", ["t0", "t1"]],
    ["type=t1&type=t1", ["t1"]],
    ["type=t*", ["t0", "t1", "t2", "tributary.schedule.fired"]],
    ["type=com.amazonaws.s3.*", ["com.amazonaws.s3.ObjectCreated:Put"]],
    ["type=com.amazonaws.s3.ObjectCreated:*&type=t2", ["com.amazonaws.s3.ObjectCreated:Put", "t2"]],
    ["type=t", []],
    ["type=T*", []],
    ["type=t1*", ["t1"]],
    ["type=t1.*", []],
    ["type=t.*", []],
    ["type=com?amazonaws*", []],
  ])("%s selects the entries of these types, page by page: %j", async (query, types) => {
    const { logs } = worldOf(world.table, () => Date.now() + 3_600_000);
    const expected = (await readAll(logs, "/logs?limit=200")).filter(({ type }) => types.includes(type));
    expect(await readAll(logs, `/logs?limit=2&${query}`)).toEqual(expected);
    expect([...new Set(expected.map(({ type }) => type))].toSorted()).toEqual(types);
    const { buckets } = bodyOf(await deliver(logs, request("GET", `/logs/stats?${query}`)));
    expect(buckets.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(expected.length);
    expect((await page(logs, `/logs?follow=2026-02-01&limit=200&${query}`)).entries).toHaveLength(expected.length);
  });

  test("a day means its beginning in UTC, and a week is seven days", async () => {
    const { logs } = worldOf(world.table, () => DAY + 14 * 86_400_000 + 500);
    const idsOf = async (query: string) => (await readAll(logs, `/logs?${query}`)).map(({ id }) => id);
    const all = await idsOf("to=2026-03-02");
    expect(all.length).toBeGreaterThan(5);
    expect(await idsOf("from=2026-03-01&to=2026-03-02")).toEqual(all);
    expect(await idsOf("from=2026-03-02")).toEqual([]);
    expect(await idsOf("to=2026-03-01")).toEqual([]);
    expect(await idsOf("from=-3w&to=-1w")).toEqual(all);
    expect(await idsOf("from=-2w&to=-1w")).toEqual(await idsOf("from=2026-03-01T00:00:00.500Z&to=2026-03-02"));
    const late = worldOf(world.table, () => Date.now() + 3_600_000).logs;
    for (const [since, length] of [
      ["2026-03-01", all.length],
      ["2999-01-01", 0],
    ] as const)
      expect((await page(late, `/logs?follow=${since}&limit=200`)).entries).toHaveLength(length);
  });

  test("a + in a time is read as the sign of an offset, even if it is not escaped", async () => {
    expect((await page(logs, "/logs?from=2026-03-01T01:00:01+01:00&stream=s3")).entries).toHaveLength(1);
  });

  test.each([
    ["limit=0", "limit"],
    ["limit=201", "limit"],
    ["limit=1e1", "limit"],
    ["limit=", "limit"],
    ["limit=1&limit=2", "limit"],
    ["order=up", "order"],
    ["from=yesterday", "from"],
    ["to=2026-13-01T00:00:00Z", "to"],
    ["from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", "to"],
    ["stream=rejected", "stream"],
    ["stream=nope", "stream"],
    ["type=", "type"],
    ["from=-1", "from"],
    ["from=-1y", "from"],
    ["from=2026-02-30", "from"],
    ["from=2026-10", "from"],
    ["to=2026-10-01T", "to"],
    ["follow=2026-13-01", "follow"],
    ["type=*.paid", "type"],
    ["type=a*b", "type"],
    ["type=a*b*", "type"],
    ["type=**", "type"],
    ["type=shop.**", "type"],
    ["type=*", "type"],
    ["type=t1&type=*.t", "type"],
    ["subjectPrefix=", "subjectPrefix"],
    ["typ=x", "typ"],
    ["cursor=x", "cursor"],
    ["__proto__=x", "__proto__"],
  ])("%s is a 400 that names %s", async (query, parameter) => {
    const answer = await get(`/logs?${query}`);
    expect(answer).toMatchObject({ statusCode: 400, headers: { "content-type": "application/problem+json" } });
    expect(bodyOf(answer).errors).toEqual([{ parameter, detail: expect.any(String) }]);
  });

  test("a cursor with other filters is a 400", async () => {
    const { next = "" } = await page(logs, "/logs?limit=1");
    const answer = await get(`${next}&type=t1`);
    expect(bodyOf(answer).errors).toEqual([{ parameter: "cursor", detail: expect.stringContaining("other filters") }]);
  });

  test.each([
    ["GET", "/", 404],
    ["GET", "/logs/", 404],
    ["GET", "/rejected/", 404],
    ["GET", "//rejected", 404],
    ["GET", "/logs/stats/", 404],
    ["GET", "/Rejected", 404],
    ["GET", "/logs/nope", 404],
    ["GET", "/logs/%E0%A4%A", 404],
    ["GET", "/logs/s3.0.mjuohs00.A1TfVTaE1d24IhtG-kAR", 404],
    ["GET", "/logs/s3.0.mjuohs00.A1TfVTaE1d24IhtG-kAR/more", 404],
    ["GET", "/rejected/s3.0.mjuohs00.A1TfVTaE1d24IhtG-kAR", 404],
    ["DELETE", "/logs", 405],
    ["POST", "/rejected", 405],
    ["OPTIONS", "/logs/s3.0.mjuohs00.A1TfVTaE1d24IhtG-kAR", 405],
    ["GET", "/events", 405],
    ["HEAD", "/events", 405],
  ])("%s %s is a %i", async (method, target, statusCode) => {
    const answer = await get(target, method);
    expect(answer).toMatchObject({ statusCode, headers: { "content-type": "application/problem+json" } });
    if (method === "HEAD") expect(answer).not.toHaveProperty("body");
    else expect(bodyOf(answer).status).toBe(statusCode);
  });

  test.each([
    ["DELETE", "/logs", "GET, HEAD"],
    ["PUT", "/rejected/stats", "GET, HEAD"],
    ["POST", "/rejected/some", "GET, HEAD"],
    ["POST", "/openapi.json", "GET, HEAD"],
    ["GET", "/events", "POST"],
  ])("the answer to %s %s says that the methods are %s", async (method, target, allow) => {
    expect((await get(target, method)).headers).toMatchObject({ allow });
  });

  test.each([
    ["/rejected/", "GET /rejected, HEAD /rejected"],
    ["//logs//stats", "GET /logs/stats, HEAD /logs/stats"],
    ["/nothing", "POST /events, GET /logs, HEAD /logs"],
  ])("the answer to %s names the routes: %s", async (target, named) => {
    expect(bodyOf(await get(target)).detail).toContain(`The routes are ${named}`);
  });

  test("a request by the route $default never reads the log, whatever its path is", async () => {
    const [{ id } = { id: "" }] = await readAll(logs, "/logs?limit=1&type=t1");
    await deliver(world.s3, { Records: [{ s3: [] }] });
    const [rejected] = await readAll(logs, "/rejected");
    const commands = recorded(world.table.client);
    const paths = ["/logs", `/logs/${id}`, "/logs/stats", "/rejected", `/rejected/${rejected?.id}`, "/rejected/stats"];
    for (const path of [...paths, "/openapi.json", "/rejected/"])
      for (const method of ["GET", "HEAD", "POST", "get", ""]) {
        const answer = await deliver(logs, { ...request(method, path), routeKey: "$default" });
        const allowed = method === "GET" || method === "HEAD" || path.endsWith("/");
        expect(answer.statusCode, `${method} ${path}`).toBe(allowed ? 404 : 405);
      }
    expect(commands).toEqual([]);
  });

  test.each(["hasOwnProperty", "/constructor", "__proto__", "/openapiXjson", "", "/logs/a/b"])(
    "the path %j has no route, and gets a 404 with every method",
    async (rawPath) => {
      for (const method of ["GET", "PUT", "HEAD"]) {
        const event = { ...request(method, "/nothing"), routeKey: "$default", rawPath };
        expect((await deliver(logs, event)).statusCode).toBe(404);
      }
    },
  );

  test("the route of a request decides what it reads, not its path", async () => {
    const ofLogs = { ...request("GET", "/rejected"), routeKey: "GET /logs" };
    expect(bodyOf(await deliver(logs, ofLogs))).toEqual(await page(logs, "/logs"));
    const ofOne = { ...request("GET", "/logs/stats"), routeKey: "GET /logs/{id}" };
    expect((await deliver(logs, ofOne)).statusCode).toBe(404);
    const { routeKey: _, ...none } = request("GET", "/logs");
    expect((await deliver(logs, none)).statusCode).toBe(500);
  });

  test.each([
    ["/logs?limit=2", 200],
    ["/logs?follow=-1h", 200],
    ["/logs?tail=now", 200],
    ["/logs/stats", 200],
    ["/rejected", 200],
    ["/rejected/stats", 200],
    ["/openapi.json", 200],
    ["/logs?limit=0", 400],
    ["/logs/nope", 404],
  ])("HEAD %s has the status (%i) and the headers of GET, and no body", async (target, statusCode) => {
    const { logs } = worldOf(world.table, () => DAY + 3_600_000);
    for (const headers of [{}, { "accept-encoding": "gzip" }]) {
      const { body: _, isBase64Encoded: __, ...answer } = await deliver(logs, request("GET", target, headers));
      expect(answer.statusCode).toBe(statusCode);
      expect(await deliver(logs, request("HEAD", target, headers))).toEqual(answer);
    }
  });

  test("an event that is not an HTTP request is a 500", async () => {
    for (const event of [null, [], {}, { rawPath: "/logs" }]) expect((await deliver(logs, event)).statusCode).toBe(500);
  });

  test("a read that takes too long is a 503 before the function times out", async () => {
    const page = () => new Promise<never>(() => {});
    const slow = reading(streams, { reader: { ...dynamoReader(world.table), page }, print: () => {} });
    const answer = await deliver(slow, request("GET", "/logs"), 1_200);
    expect(answer).toMatchObject({ statusCode: 503, headers: { "retry-after": "5" } });
  });

  test("rejected events are read only at their own routes", async () => {
    await deliver(world.s3, { Records: [{ s3: {} }] });
    const [rejected] = await readAll(logs, "/rejected");
    expect(rejected).toMatchObject({ stream: "rejected", data: { reason: "schema", trigger: "s3" } });
    expect((await get(`/rejected/${rejected?.id}`)).statusCode).toBe(200);
    expect((await get(`/logs/${rejected?.id}`)).statusCode).toBe(404);
    expect(await readAll(logs, "/logs")).not.toContainEqual(rejected);
  });

  test("an entry is read by its id with a strongly consistent read", async () => {
    const table = await newTable();
    const { s3, logs } = worldOf(table);
    const { ids } = await deliver(s3, { Records: [s3Record()] });
    const commands = recorded(table.client);
    for (const target of [`/logs/${ids[0]}`, `/logs?around=${ids[0]}&limit=1`]) await page(logs, target);
    expect(commands).toMatchObject(Array(2).fill({ command: "GetItemCommand", input: { ConsistentRead: true } }));
  });

  test("each read of a list has an upper bound: `to`, or the latest time that an entry can have", async () => {
    const table = await newTable({ SHARDS: "2" });
    const { s3, logs } = worldOf(table, () => DAY);
    await deliver(s3, { Records: [s3Record({ time: new Date(DAY - 1000).toISOString() })] });
    const commands = recorded(table.client);
    const greatestOf = async (target: string) => {
      commands.length = 0;
      await deliver(logs, request("GET", target));
      const bounds = commands.map(({ input }) => Bounds.parse(input).ExpressionAttributeValues[":to"]);
      expect(
        commands.every(({ input }) => String(input["KeyConditionExpression"]).endsWith("BETWEEN :from AND :to")),
      ).toBe(true);
      expect(bounds.length, target).toBeGreaterThanOrEqual(2);
      return bounds.toSorted().at(-1);
    };
    const latest = new Date(DAY + 6 * 60_000).toISOString();
    const earlier = "2026-02-01T00:00:00.000Z";
    for (const order of ["asc", "desc"]) {
      expect(await greatestOf(`/logs?order=${order}`)).toBe(latest);
      expect(await greatestOf(`/logs?order=${order}&subject=key`)).toBe(latest);
      expect(await greatestOf(`/logs?order=${order}&to=2999-01-01`)).toBe(latest);
      expect(await greatestOf(`/logs?order=${order}&to=${earlier}`)).toBe(earlier);
      expect(await greatestOf(`/logs/stats?order=${order}&to=${earlier}`)).toBe(earlier);
    }
    expect(await greatestOf(`/logs?follow=${earlier}`)).toBe(new Date(DAY - SETTLE_MS).toISOString());
  });

  test("a request reads a bounded number of entries, and the next one goes on from there", async () => {
    const { s3, logs } = await newWorld();
    const time = new Date(DAY).toISOString();
    for (let i = 0; i < 5; i++)
      await deliver(s3, {
        Records: Array.from({ length: 500 }, (_, j) => s3Record({ key: `${i}-${j}`, time, sequencer: String(j) })),
      });
    const first = await page(logs, "/logs?type=none");
    expect(first).toEqual({ entries: [], next: expect.any(String), reached: time });
    expect(await page(logs, first.next ?? "")).toEqual({ entries: [] });
    expect(await readAll(logs, "/logs?subject=4-499&type=com.amazonaws.s3.ObjectCreated:Put")).toHaveLength(1);
  });
});

test.each([
  [500, new TypeError("undefined is not a function")],
  [503, Object.assign(new Error("timed out"), { name: "TimeoutError" })],
])("a reader gets a %i for %s", async (status, error) => {
  const reader = { ...dynamoReader(await newTable()), page: () => Promise.reject(error) };
  const answer = await deliver(reading(streams, { reader, print: () => {} }), request("GET", "/logs"));
  expect(answer.statusCode).toBe(status);
});
