import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { pageFormats } from "../src/api/page.ts";
import { dynamoStore } from "../src/log/store.ts";
import { expectCloudEvent } from "./cloudevents.ts";
import { cloudEvent, s3Record } from "./sent.ts";
import { bodyOf, deliver, newWorld, page, readAll, request, worldOf } from "./world.ts";

const { s3, http, logs } = await newWorld();
await deliver(s3, {
  Records: ["a", "b", "=cmd|' /C calc'!A0", '@x,\n"y"', "+1", "-1"].map((key) => s3Record({ key })),
});
await deliver(http, cloudEvent({ time: "2026-01-02T00:00:00Z", subject: "=1+1", data: { "=": "=1" } }));
const { entries } = await page(logs, "/logs");

const get = (target: string, headers: Readonly<Record<string, string>>) =>
  deliver(logs, request("GET", target, headers));

/** Reads the entries from a body of each format. The test of a format without a reader fails. */
const readers: Readonly<Record<string, (body: string) => readonly unknown[]>> = {
  "application/json": (body) => JSON.parse(body).entries,
  "application/x-ndjson": (body) =>
    body
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  "application/cloudevents-batch+json": (body) => JSON.parse(body),
  "text/csv; charset=utf-8; header=present": (body) => parse(body, { columns: true }),
};

describe.each(pageFormats)("the format $type", ({ type }) => {
  const read = readers[type];

  test("is sent if the client asks for it, and has every entry", async () => {
    const { statusCode, headers, body = "" } = await get("/logs", { accept: type });
    expect({ statusCode, type: headers?.["content-type"] }).toEqual({ statusCode: 200, type });
    const ids = read?.(body).map((entry) => Object(entry).id);
    expect(ids).toEqual(entries.map(({ id }) => id));
  });

  test("has the next page in the Link header, and a client may keep it until it changes", async () => {
    const { headers = {} } = await get("/logs?limit=1", { accept: type });
    expect(headers).toMatchObject({
      link: expect.stringContaining('rel="next"'),
      "cache-control": "private, no-cache",
      vary: "accept, accept-encoding",
    });
    const again = await get("/logs?limit=1", { accept: type, "if-none-match": `"other", ${headers["etag"]}` });
    expect(again).toMatchObject({ statusCode: 304, headers: { etag: headers["etag"] } });
    expect(again.body).toBeUndefined();
    expect((await get("/logs?limit=2", { accept: type, "if-none-match": headers["etag"] ?? "" })).statusCode).toBe(200);
  });
});

test("a batch has CloudEvents", async () => {
  for (const event of bodyOf(await get("/logs", { accept: "application/cloudevents-batch+json" })))
    expectCloudEvent(event);
});

const Rows = z.array(z.record(z.string(), z.string()));

test("no cell of the CSV looks like a formula to a spreadsheet, and no row is lost", async () => {
  const { body = "" } = await get("/logs", { accept: "text/csv" });
  const rows = Rows.parse(parse(body, { columns: true }));
  for (const cell of rows.flatMap((row) => Object.values(row))) expect(cell).not.toMatch(/^([=+@\t\r]|-(?!1$))/);
  expect(rows.map(({ subject }) => subject?.replace(/^'/, "")).toSorted()).toEqual(
    entries.map(({ subject }) => subject).toSorted(),
  );
});

describe("no answer is longer than the limit of Lambda, and the list goes on after it:", async () => {
  const BYTES = 6_291_556; // the limit for the JSON that a function returns
  const START = Date.parse("2026-01-05T00:00:00Z");
  let now = START;
  const world = await newWorld({}, () => now);
  const full = [
    '"'.repeat(190_000),
    Array(128_000).fill(""),
    "\\".repeat(190_000),
    "x".repeat(380_000),
    "é".repeat(180_000),
  ];
  for (let n = 0; n < 25; n++) {
    now = START + n * 1000;
    const event = { id: String(n), time: new Date(now).toISOString(), data: full[n % full.length] };
    expect((await deliver(world.http, cloudEvent(event))).statusCode).toBe(201);
  }
  now += 3_600_000;
  const ids = (await readAll(world.logs, "/logs")).map(({ id }) => id);
  const idsOf = (type: string, body: string) =>
    z
      .array(z.looseObject({ id: z.string() }))
      .parse(readers[type]?.(body))
      .map(({ id }) => id);
  const ask = async (type: string, target: string, encoding = "identity") => {
    const answer = await deliver(world.logs, request("GET", target, { accept: type, "accept-encoding": encoding }));
    expect(answer.statusCode).toBe(200);
    const bytes = Buffer.byteLength(JSON.stringify(answer));
    expect(bytes).toBeLessThan(BYTES);
    const links = answer.headers?.["link"]?.matchAll(/<([^>]+)>; rel="(\w+)"/g) ?? [];
    const { next, prev } = Object.fromEntries([...links].map(([, path, rel]) => [rel, path]));
    return { answer, bytes, next, prev };
  };
  /** Reads all pages, until there is no next page or an empty one of a follower. */
  const all = async (type: string, target: string) => {
    const found: string[] = [];
    const sizes: number[] = [];
    for (let next: string | undefined = target; next !== undefined; ) {
      const page = await ask(type, next);
      const got = idsOf(type, page.answer.body ?? "");
      found.push(...got);
      sizes.push(page.bytes);
      next = target.includes("follow") && got.length === 0 ? undefined : page.next;
    }
    return { found, sizes };
  };

  test.each(pageFormats)("a list as $type, which fills more than half of the limit", async ({ type }) => {
    const { found, sizes } = await all(type, "/logs?limit=200");
    expect(found).toEqual(ids);
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeGreaterThan(BYTES / 2);
  });

  test.each(pageFormats)("the pages of a follower as $type", async ({ type }) => {
    expect((await all(type, "/logs?follow=2026-01-04T00:00:00Z&limit=200")).found).toEqual(ids.toReversed());
  });

  test.each(pageFormats)("an entry and its neighbors as $type", async ({ type }) => {
    for (const id of ids.slice(10, 10 + full.length)) {
      const { answer, next = "", prev = "" } = await ask(type, `/logs?around=${id}&limit=25`);
      const around = idsOf(type, answer.body ?? "");
      const sides = [(await all(type, prev)).found.toReversed(), around, (await all(type, next)).found];
      expect(sides.flat()).toEqual(ids);
    }
  });
});

test("an answer is not compressed if gzip makes it longer", async () => {
  const world = await newWorld();
  const signs = Array.from({ length: 90 }, (_, i) => String.fromCharCode(35 + i)).filter((sign) => sign !== "\\");
  const text = Array.from({ length: 50_000 }, () => signs[Math.floor(Math.random() * signs.length)]).join("");
  await deliver(world.http, cloudEvent({ data: text }));
  const answer = await deliver(world.logs, request("GET", "/logs", { "accept-encoding": "gzip" }));
  expect(answer).not.toHaveProperty("isBase64Encoded");
  expect(answer.headers).not.toHaveProperty("content-encoding");
});

describe("a field of CSV", async () => {
  const world = await newWorld();
  let count = 0;
  const store = dynamoStore(world.table);
  /**
   * Writes an entry. Gives its fields `type` and `data` in the CSV, and the lines of the CSV. The store writes the entry, because
   * the schemas accept no control characters. A trigger of another project may accept them.
   */
  const written = async (type: string, data: unknown) => {
    const source = `/${count++}`;
    const at = { now: Date.now(), signal: AbortSignal.timeout(60_000) };
    const entry = { identity: ["test", source], time: new Date(at.now).toISOString(), source, type, data };
    const placed = await store.place("http", entry, at);
    if (placed.status !== "placed") throw new Error(`The entry was not placed: ${placed.status}`);
    await store.put(placed, at);
    const { body = "" } = await deliver(world.logs, request("GET", `/logs?source=${source}`, { accept: "text/csv" }));
    const [row] = Rows.parse(parse(body, { columns: true }));
    return { type: row?.["type"], data: row?.["data"], lines: body.split("\r\n") };
  };

  test.each(["a\nb", "a\rb", "a\r\nb", "a,b", 'a"b'])("with %j in it is quoted, and stays one row", async (text) => {
    const { type, lines } = await written(text, null);
    expect(type).toBe(text);
    expect(lines.join("\r\n")).toContain(`"${text.replaceAll('"', '""')}"`);
  });

  test.each([
    ...["=1+1", "+1", "-1+1", "@SUM(A1)", "-", "=", "--1", "+49 30 1234"],
    ...[" =1", "\t=1", "\r=1", "\n=1", "\tx", "\rx", "\nx", "\u00a0=1", "\u3000@x", "\ufeff=1", "\u200b=1", " \t\n +1"],
    ...["\uff1d1+1", "\uff0b1", "\uff0d1+1", "\uff20x", " \uff1d1"],
  ])("begins with an apostrophe if a spreadsheet would take it for a formula: %j", async (text) => {
    const { type = "" } = await written(text, null);
    expect(type[0]).toBe("'");
    expect(type.replaceAll(/'/g, "")).toBe(text);
  });

  test.each([
    ["a\n=1", "a\n'=1"],
    ["a\r\n\n@x", "a\r\n\n'@x"],
    ["a;=1;+2", "a;'=1;'+2"],
    ['a; "=1', `a;' "=1`],
    ["a\t\uff1d1", "a\t'\uff1d1"],
    ["\n=1", "'\n'=1"],
  ])("has an apostrophe before a formula that could begin a new cell: %j becomes %j", async (text, expected) => {
    expect((await written(text, null)).type).toBe(expected);
  });

  test.each(["a=1", "a-b", "a,-5", "1-1", "a; b", "x@y.z", "-5", "-0.5e-7", "5"])(
    "does not change if it is plain text or a number: %j",
    async (text) => {
      expect((await written(text, null)).type).toBe(text);
    },
  );

  test.each([-5, [1, -5], { "=": "=1", "a;": -1 }, "=1", ["x", "-y"], 'a;"=1'])(
    "has the data %j as JSON",
    async (data) => {
      expect(JSON.parse((await written("t", data)).data ?? "")).toEqual(data);
    },
  );
});

test.each([
  [undefined, "application/json"],
  ["", "application/json"],
  [" , ", "application/json"],
  ["*/*", "application/json"],
  ["application/*", "application/json"],
  ["Application/JSON", "application/json"],
  ["application/json; charset=utf-8", "application/json"],
  ["application/json;charset=UTF-8;q=0.9", "application/json"],
  ["application/cloudevents-batch+json; charset=UTF-8", "application/cloudevents-batch+json"],
  ["application/x-ndjson; charset=utf-8; q=1, */*; q=0.1", "application/x-ndjson"],
  ['text/csv; profile="a,b;q=0"; header=absent', "text/csv; charset=utf-8; header=present"],
  ["application/json;q=0, */*", "application/x-ndjson"],
  ["junk, text/csv", "text/csv; charset=utf-8; header=present"],
  ["image/png, application/json;q=0.1", "application/json"],
  ["text/html, application/json;q=0.9, */*;q=0.8", "application/json"],
  ["text/*", "text/csv; charset=utf-8; header=present"],
  ["application/x-ndjson;q=0.5, text/csv;q=0.4", "application/x-ndjson"],
])("Accept: %s gets the format %s", async (accept, type) => {
  expect((await get("/logs", accept === undefined ? {} : { accept })).headers?.["content-type"]).toBe(type);
});

const LISTED = "application/json, application/x-ndjson, text/csv, application/cloudevents-batch+json";

test.each([
  ["/logs", "image/png", LISTED],
  ["/logs", "junk", LISTED],
  ["/logs", "application/json;q=0", LISTED],
  ["/logs", "*/*;q=0", LISTED],
  ["/logs?follow=-1h", "text/html", LISTED],
  [`/logs?around=${entries[0]?.id}`, "text/html", LISTED],
  ["/rejected", "text/html", LISTED],
  ["/logs/stats", "application/x-ndjson", "application/json, text/csv"],
  ["/rejected/stats", "application/cloudevents-batch+json", "application/json, text/csv"],
  [`/logs/${entries[0]?.id}`, "text/csv", "application/cloudevents+json, application/json"],
  ["/openapi.json", "text/html", "application/json"],
])("%s with Accept: %s is a 406 that names the available formats", async (target, accept, named) => {
  const answer = await get(target, { accept });
  expect(answer).toMatchObject({ statusCode: 406, headers: { "content-type": "application/problem+json" } });
  expect(bodyOf(answer).detail).toBe(`No format fits Accept: ${accept}. The formats are ${named}`);
});

test.each([
  ["*/*", "application/cloudevents+json"],
  ["application/cloudevents+json; charset=utf-8", "application/cloudevents+json"],
  ["application/json", "application/json"],
  ["application/json; charset=utf-8, text/html", "application/json"],
])("one entry with Accept: %s has the format %s", async (accept, type) => {
  const [entry] = entries;
  const answer = await get(`/logs/${entry?.id}`, { accept });
  expect(answer).toMatchObject({ statusCode: 200, headers: { "content-type": type } });
  expect(bodyOf(answer)).toEqual(entry);
});

describe("counts as CSV", async () => {
  const START = Date.parse("2026-03-01T00:00:00.000Z");
  const now = START + 3 * 3_600_000;
  const world = await newWorld({}, () => now, {
    schedule: { name: "tick", expression: "rate(1 hour)", stream: "schedule" },
  });
  const fired = (hour: number) => new Date(START + hour * 3_600_000).toISOString();
  await deliver(world.schedule, {
    scheduleArn: "arn:aws:scheduler:eu-central-1:123456789012:schedule/default/tick",
    scheduledTime: fired(0),
  });
  await deliver(world.s3, { Records: [s3Record({ time: fired(0) }), { s3: {} }] });
  await deliver(world.http, cloudEvent({ type: '=1,"x"', time: fired(0) }));
  const csvOf = async (target: string) => {
    const { headers, body = "" } = await deliver(world.logs, request("GET", target, { accept: "text/csv" }));
    expect(headers).toMatchObject({ "content-type": "text/csv; charset=utf-8; header=present" });
    return parse(body, { cast: false });
  };

  test("have a row for each bucket, for each of its counts, and for the firings", async () => {
    expect(await csvOf(`/logs/stats?from=${fired(0)}&to=${fired(2)}&order=asc`)).toEqual([
      ["time", "complete", "kind", "stream", "type", "count"],
      [fired(0), "true", "total", "", "", "3"],
      [fired(0), "true", "part", "http", `'=1,"x"`, "1"],
      [fired(0), "true", "part", "s3", "com.amazonaws.s3.ObjectCreated:Put", "1"],
      [fired(0), "true", "part", "schedule", "tributary.schedule.fired", "1"],
      [fired(0), "true", "expected", "", "", "1"],
      [fired(0), "true", "found", "", "", "1"],
      [fired(1), "true", "total", "", "", "0"],
      [fired(1), "true", "expected", "", "", "1"],
      [fired(1), "true", "found", "", "", "0"],
    ]);
  });

  test("have the reason and the path of each rejection", async () => {
    const [header, total, ...parts] = await csvOf(`/rejected/stats?to=${fired(4)}`);
    expect([header, total]).toEqual([
      ["time", "complete", "kind", "trigger", "reason", "path", "count"],
      [fired(3), "false", "total", "", "", "", "1"],
    ]);
    expect(parts).toContainEqual([fired(3), "false", "part", "s3", "schema", "eventTime", "1"]);
  });

  test("have a header even if there is nothing to count", async () => {
    expect(await csvOf("/logs/stats?type=none")).toEqual([["time", "complete", "kind", "stream", "type", "count"]]);
  });
});

test("a long answer is compressed if the client accepts gzip", async () => {
  const plain = await get("/logs", { "accept-encoding": "br, identity" });
  expect(plain.isBase64Encoded).toBeUndefined();
  const { headers, body = "", isBase64Encoded } = await get("/logs", { "Accept-Encoding": "gzip, deflate" });
  expect({ isBase64Encoded, headers }).toMatchObject({
    isBase64Encoded: true,
    headers: { "content-encoding": "gzip", "content-type": "application/json" },
  });
  expect(gunzipSync(Buffer.from(body, "base64")).toString()).toBe(plain.body);
  expect((await get("/logs/nope", { "accept-encoding": "gzip" })).headers).not.toHaveProperty("content-encoding");
});

describe("an ETag", async () => {
  const world = await newWorld({}, () => Date.parse("2026-01-03T00:00:00Z"));
  await deliver(world.s3, {
    Records: [...Array.from({ length: 9 }, (_, n) => s3Record({ key: `k${n}` })), { s3: {} }],
  });
  const [{ id } = { id: "" }] = await readAll(world.logs, "/logs");
  const [{ id: rejected } = { id: "" }] = await readAll(world.logs, "/rejected");
  const ask = (target: string, headers: Readonly<Record<string, string>>, method = "GET") =>
    deliver(world.logs, request(method, target, headers));
  const targets = ["/logs", "/logs?type=none", "/logs?follow=-1h", "/logs/stats", `/logs/${id}`, "/openapi.json"];
  const hidden = ["/rejected", "/rejected/stats", `/rejected/${rejected}`];
  const types = ["*/*", "application/json", "text/csv", "application/x-ndjson", "application/cloudevents-batch+json"];

  test.each([...targets, ...hidden])(
    "of %s belongs to one representation, and a strong one to one encoding",
    async (target) => {
      const found = new Map<string, string>();
      for (const accept of types)
        for (const encoding of ["identity", "gzip"]) {
          const { statusCode, headers = {} } = await ask(target, { accept, "accept-encoding": encoding });
          if (statusCode === 406) continue;
          const { etag = "", "content-type": type = "", "content-encoding": coded = "" } = headers;
          expect(etag).toMatch(/^(W\/)?"[^"]+"$/);
          const representation = etag.startsWith("W/") ? type : `${type} ${coded}`;
          expect(found.get(etag) ?? representation).toBe(representation);
          found.set(etag, representation);
        }
    },
  );

  test.each([...targets, ...hidden])(
    "of %s and the caching headers are the same in compressed answers and in 304 answers",
    async (target) => {
      const { headers = {} } = await ask(target, {});
      const { etag = "", vary, "cache-control": kept } = headers;
      expect(vary).toBe("accept, accept-encoding");
      const expected = { vary, "cache-control": kept, etag };
      expect((await ask(target, { "accept-encoding": "gzip" })).headers).toMatchObject(expected);
      for (const tags of [etag, etag.replace("W/", ""), `"x", ${etag}`, `W/"a,b",${etag}, "z"`, "*", " * "])
        for (const method of ["GET", "HEAD"])
          for (const encoding of ["gzip", "identity"]) {
            const again = await ask(target, { "if-none-match": tags, "accept-encoding": encoding }, method);
            expect(again).toMatchObject({ statusCode: 304, headers: expected });
            expect(again).not.toHaveProperty("body");
            expect(again.headers).not.toHaveProperty("content-encoding");
          }
      for (const tags of ['"x"', "", '""', "x", etag.slice(0, -2), '"*"'])
        expect((await ask(target, { "if-none-match": tags })).statusCode, tags).toBe(200);
    },
  );

  test("changes if only the link to the next page changes", async () => {
    const follow = request("GET", "/logs?follow=-1h&type=none", { accept: "application/x-ndjson" });
    const later = worldOf(world.table, () => Date.parse("2026-01-03T01:00:00Z"));
    const [first, second] = [await deliver(world.logs, follow), await deliver(later.logs, follow)];
    expect([first.body, second.body]).toEqual(["", ""]);
    expect(second.headers?.["etag"]).not.toBe(first.headers?.["etag"]);
  });
});

test("no client may keep a rejection or an error", async () => {
  const world = await newWorld();
  const { ids } = await deliver(world.s3, { Records: [{ s3: {} }] });
  const hidden = [
    "",
    "/stats",
    `/${ids[0]}`,
    "?follow=-1h",
    "?tail=now",
    `?around=${ids[0]}`,
    "/nope",
    "?limit=0",
    "/a/b",
  ];
  for (const target of [...hidden.map((rest) => `/rejected${rest}`), "/logs?limit=0", "/logs/nope", "/nothing"])
    for (const method of ["GET", "HEAD"]) {
      const { headers } = await deliver(world.logs, request(method, target));
      expect(headers, target).toMatchObject({ "cache-control": "no-store" });
    }
});

test("a client may keep an entry as long as the log keeps it", async () => {
  const now = Date.parse("2026-01-03T00:00:00Z");
  const world = await newWorld({ RETENTION_DAYS: "7" }, () => now);
  const { ids } = await deliver(world.s3, { Records: [s3Record()] });
  const { headers } = await deliver(world.logs, request("GET", `/logs/${ids[0]}`));
  expect(headers?.["cache-control"]).toBe(`private, max-age=${5 * 86_400}, immutable`);
});
