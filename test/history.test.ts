import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { http } from "../src/schemas/http.ts";
import { cloudEvent, s3Record } from "./sent.ts";
import { deliver, newLog, newWorld, page, readAll, request, type World } from "./world.ts";

const START = Date.parse("2026-03-01T00:00:00.000Z");
const timeOf = (second: number): string => new Date(START + second * 1000).toISOString();

/** Delivers events of one object, one second apart. Each has the name of an event and an optional sequencer. */
const tell = (
  { s3 }: World,
  changes: readonly (readonly [eventName: string, sequencer?: string])[],
  bucket = "bucket",
) =>
  deliver(s3, {
    Records: changes.map(([eventName, sequencer], second) => ({
      ...s3Record(),
      eventName,
      eventTime: timeOf(second),
      responseElements: { "x-amz-request-id": `${bucket} ${second}` },
      s3: { bucket: { name: bucket }, object: { key: "a.txt", ...(sequencer !== undefined && { sequencer }) } },
    })),
  });

const lifeOf = async ({ logs }: World, more = "") =>
  (await readAll(logs, `/logs?subject=a.txt&order=asc${more}`)).map(({ type, outoforder }) => [
    type.split(".").at(-1),
    outoforder,
  ]);

test("the history of an object has all its events, and marks those as outoforder that S3's sequencer puts before an event above them", async () => {
  const world = await newWorld({ SHARDS: "4" });
  await tell(world, [
    ["ObjectCreated:Put", "0055AED6DCD90281E5"],
    ["ObjectTagging:Put"],
    ["ObjectCreated:Put", "0055AED6DCD90281E7"],
    ["ObjectRemoved:Delete", "0055AED6DCD90281E6"],
    ["ObjectCreated:Copy", "0055AED6DCD90281E8"],
    ["ObjectRestore:Completed", "0055AED6DCD90281E5"],
  ]);
  const life = [
    ["ObjectCreated:Put", undefined],
    ["ObjectTagging:Put", undefined],
    ["ObjectCreated:Put", undefined],
    ["ObjectRemoved:Delete", true],
    ["ObjectCreated:Copy", undefined],
    ["ObjectRestore:Completed", undefined],
  ];
  expect(await lifeOf(world)).toEqual(life);
  for (const limit of [1, 2, 3]) expect(await lifeOf(world, `&limit=${limit}`)).toEqual(life);
});

test("a history as CSV has the mark outoforder too", async () => {
  const world = await newWorld();
  await tell(world, [
    ["ObjectCreated:Put", "2"],
    ["ObjectCreated:Put", "1"],
  ]);
  const { body = "" } = await deliver(
    world.logs,
    request("GET", "/logs?subject=a.txt&order=asc", { accept: "text/csv" }),
  );
  const rows = z.array(z.looseObject({ outoforder: z.string() })).parse(parse(body, { columns: true }));
  expect(rows.map(({ outoforder }) => outoforder)).toEqual(["", "true"]);
});

test("sequencers are compared as if they were padded to the same length with zeros on the right", async () => {
  const world = await newWorld();
  await tell(world, [
    ["ObjectCreated:Put", "0A"],
    ["ObjectRemoved:Delete", "0A0"],
    ["ObjectCreated:Put", "0A01"],
    ["ObjectRemoved:Delete", "0A00F"],
  ]);
  expect((await lifeOf(world)).map(([, outoforder]) => outoforder)).toEqual([undefined, undefined, undefined, true]);
});

test("the sequencers of two buckets are compared separately, even for the same key", async () => {
  const world = await newWorld();
  await tell(world, [["ObjectCreated:Put", "9"]], "one");
  await tell(world, [["ObjectCreated:Put", "1"]], "two");
  expect((await lifeOf(world, "&limit=1")).map(([, outoforder]) => outoforder)).toEqual([undefined, undefined]);
});

test("a cursor has the sequencers of at most 32 buckets with the same key", async () => {
  const world = await newWorld();
  const buckets = Array.from({ length: 40 }, (_, n) => `bucket-${String(n).padStart(2, "0")}`);
  const record = (bucket: string, second: number, sequencer: string) => ({
    ...s3Record(),
    eventTime: timeOf(second),
    s3: { bucket: { name: bucket }, object: { key: "a.txt", sequencer } },
  });
  const first = buckets.map((bucket, n) => record(bucket, n, "5"));
  await deliver(world.s3, { Records: [...first, ...buckets.map((bucket, n) => record(bucket, 100 + n, "4"))] });
  const { next = "" } = await page(world.logs, "/logs?subject=a.txt&order=asc&limit=40");
  const { entries } = await page(world.logs, next);
  const marked = entries.filter(({ outoforder }) => outoforder === true).map(({ source }) => source.split(".").at(-1));
  expect(marked).toEqual(buckets.slice(0, 32));
});

const sent = (type: string, data: object, second = 0) =>
  cloudEvent({
    ...{ id: JSON.stringify([type, data]), source: "aws:s3.eu-central-1.bucket" },
    ...{ type, subject: "a.txt", time: timeOf(second), data },
  });

test("an event that somebody sends by HTTP marks no change of S3, even with its source, subject and type", async () => {
  const world = await newWorld();
  await deliver(world.http, sent("com.amazonaws.s3.ObjectCreated:Put", { sequencer: "F" }, -1));
  await tell(world, [["ObjectCreated:Put", "1"]]);
  const [change] = (await page(world.logs, "/logs?stream=s3")).entries;
  expect(change?.source).toBe("aws:s3.eu-central-1.bucket");
  expect((await lifeOf(world)).map(([, outoforder]) => outoforder)).toEqual([undefined, undefined]);
});

test("a sequencer in an event of another type marks nothing, unless the stream declares the type", async () => {
  const streams = { plain: { bySubject: true }, declared: { bySubject: true, sequenced: ["com.example."] } };
  const { onEvent, logs } = await newLog(streams);
  for (const stream of ["plain", "declared"] as const)
    for (const [second, sequencer] of ["9", "1"].entries())
      await deliver(onEvent(http(stream)), sent("com.example.changed", { sequencer }, second));
  const marks = async (stream: string) =>
    (await readAll(logs, `/logs?subject=a.txt&order=asc&stream=${stream}`)).map(({ outoforder }) => outoforder);
  expect(await marks("plain")).toEqual([undefined, undefined]);
  expect(await marks("declared")).toEqual([undefined, true]);
});

test("nothing is marked in lists with the newest first, or in lists of many subjects", async () => {
  const world = await newWorld();
  await tell(world, [
    ["ObjectCreated:Put", "9"],
    ["ObjectCreated:Put", "1"],
  ]);
  for (const target of ["/logs?subject=a.txt", "/logs?order=asc"])
    expect((await page(world.logs, target)).entries.filter(({ outoforder }) => outoforder !== undefined)).toEqual([]);
});

test("page by page, an entry is outoforder exactly if an entry above it has a greater sequencer", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (numbers, limit) => {
        const world = await newWorld();
        const sequencers = numbers.map((number) => number.toString(16).toUpperCase().padStart(2, "0"));
        await tell(
          world,
          sequencers.map((sequencer) => ["ObjectCreated:Put", sequencer]),
        );
        const expected = numbers.map((number, index) => numbers.slice(0, index).some((before) => before > number));
        expect((await lifeOf(world, `&limit=${limit}`)).map(([, outoforder]) => outoforder === true)).toEqual(expected);
      },
    ),
    { numRuns: 30 },
  );
});
