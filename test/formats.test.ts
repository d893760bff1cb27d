import { readdirSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { Format } from "../src/http/format.ts";
import { expectCloudEvent } from "./cloudevents.ts";
import { cloudEvent, s3Record } from "./sent.ts";
import { bodyOf, deliver, newWorld, page, request } from "./world.ts";

const { s3, http, logs } = await newWorld();
await deliver(s3, {
  Records: ["a", "b", "=cmd|' /C calc'!A0", '@x,\n"y"', "+1", "-1"].map((key) => s3Record({ key })),
});
await deliver(http, cloudEvent({ time: "2026-01-02T00:00:00Z", subject: "=1+1", data: { "=": "=1" } }));
const { entries } = await page(logs, "/logs");

const get = (target: string, headers: Readonly<Record<string, string>>) =>
  deliver(logs, request("GET", target, headers));

/** How a reader of each format finds its entries again; a format that is not here fails. */
const readers: Readonly<Record<string, (body: string) => readonly unknown[]>> = {
  json: (body) => JSON.parse(body).entries,
  ndjson: (body) =>
    body
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  cloudEventsBatch: (body) => JSON.parse(body),
  csv: (body) => parse(body, { columns: true }),
};

const files = readdirSync(new URL("../src/http/formats/", import.meta.url)).map((file) => file.replace(".ts", ""));

describe.each(files)("the format %s", async (file) => {
  const module: Record<string, Format> = await import(`../src/http/formats/${file}.ts`);
  const type = module[file]?.type ?? "";
  const read = readers[file];

  test("is what a request gets that asks for it, with every entry", async () => {
    const { statusCode, headers, body = "" } = await get("/logs", { accept: type });
    expect({ statusCode, type: headers?.["content-type"] }).toEqual({ statusCode: 200, type });
    const ids = read?.(body).map((entry) => Object(entry).id);
    expect(ids).toEqual(entries.map(({ id }) => id));
  });

  test("says where the next page is in the Link header, and may be kept until it changes", async () => {
    const { headers = {} } = await get("/logs?limit=1", { accept: type });
    expect(headers).toMatchObject({
      link: expect.stringContaining('rel="next"'),
      "cache-control": "private, no-cache",
      vary: "accept",
    });
    const again = await get("/logs?limit=1", { accept: type, "if-none-match": `"other", ${headers["etag"]}` });
    expect(again).toMatchObject({ statusCode: 304, headers: { etag: headers["etag"] } });
    expect(again.body).toBeUndefined();
    expect((await get("/logs?limit=2", { accept: type, "if-none-match": headers["etag"] ?? "" })).statusCode).toBe(200);
  });
});

test("a batch holds CloudEvents", async () => {
  for (const event of bodyOf(await get("/logs", { accept: "application/cloudevents-batch+json" })))
    expectCloudEvent(event);
});

test("a spreadsheet takes no cell for a formula, and loses none", async () => {
  const { body = "" } = await get("/logs", { accept: "text/csv" });
  const rows = z.array(z.record(z.string(), z.string())).parse(parse(body, { columns: true }));
  for (const cell of rows.flatMap((row) => Object.values(row))) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  expect(rows.map(({ subject }) => subject?.replace(/^'/, "")).toSorted()).toEqual(
    entries.map(({ subject }) => subject).toSorted(),
  );
});

test.each([
  [undefined, "application/json"],
  ["*/*", "application/json"],
  ["text/html, application/json;q=0.9, */*;q=0.8", "application/json"],
  ["text/*", "text/csv; charset=utf-8; header=present"],
  ["application/x-ndjson;q=0.5, text/csv;q=0.4", "application/x-ndjson"],
])("of Accept: %s it makes %s", async (accept, type) => {
  expect((await get("/logs", accept === undefined ? {} : { accept })).headers?.["content-type"]).toBe(type);
});

test("what it cannot write is a 406 that says what it can", async () => {
  const answer = await get("/logs", { accept: "image/png" });
  expect(answer).toMatchObject({ statusCode: 406, headers: { "content-type": "application/problem+json" } });
  expect(bodyOf(answer).detail).toContain("application/x-ndjson");
});

test("a long answer is sent as gzip to whom accepts it", async () => {
  const plain = await get("/logs", { "accept-encoding": "br, identity" });
  expect(plain.isBase64Encoded).toBeUndefined();
  const { headers, body = "", isBase64Encoded } = await get("/logs", { "Accept-Encoding": "gzip, deflate" });
  expect({ isBase64Encoded, headers }).toMatchObject({
    isBase64Encoded: true,
    headers: { "content-encoding": "gzip", vary: "accept, accept-encoding", "content-type": "application/json" },
  });
  expect(gunzipSync(Buffer.from(body, "base64")).toString()).toBe(plain.body);
  expect((await get("/logs/nope", { "accept-encoding": "gzip" })).headers).not.toHaveProperty("content-encoding");
});

test("an entry may be kept for as long as the log keeps it", async () => {
  const now = Date.parse("2026-01-03T00:00:00Z");
  const world = await newWorld({ RETENTION_DAYS: "7" }, () => now);
  const { ids } = await deliver(world.s3, { Records: [s3Record()] });
  const { headers } = await deliver(world.logs, request("GET", `/logs/${ids[0]}`));
  expect(headers?.["cache-control"]).toBe(`private, max-age=${5 * 86_400}, immutable`);
});
