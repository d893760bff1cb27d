import { describe, expect, test } from "vitest";
import { cloudEvent, s3Record } from "./sent.ts";
import { bodyOf, deliver, newWorld, type Page, page, readAll, request } from "./world.ts";

const START = Date.parse("2026-03-01T00:00:00.000Z");

describe.each(["1", "5"])("with %s shards, a page around an entry", async (SHARDS) => {
  const { s3, http, logs } = await newWorld({ SHARDS });
  for (let n = 0; n < 10; n++) {
    const time = new Date(START + Math.floor(n / 4) * 1000).toISOString();
    await deliver(s3, { Records: [s3Record({ key: `key-${n}`, time })] });
    await deliver(http, cloudEvent({ id: String(n), time }));
  }
  const all = (await page(logs, "/logs?limit=200")).entries; // newest first
  const idOf = (index: number): string => all[index]?.id ?? "";

  test("has as many older entries as newer ones, newest first", async () => {
    const { entries } = await page(logs, `/logs?around=${idOf(9)}&limit=5`);
    expect(entries).toEqual(all.slice(7, 12));
    expect((await page(logs, `/logs?around=${idOf(9)}&limit=1`)).entries).toEqual(all.slice(9, 10));
  });

  test("has twenty entries by default, and fewer at an end of the log", async () => {
    expect((await page(logs, `/logs?around=${idOf(10)}`)).entries).toEqual(all.slice(1, 20));
    expect((await page(logs, `/logs?around=${idOf(0)}&limit=6`)).entries).toEqual(all.slice(0, 4));
    expect((await page(logs, `/logs?around=${idOf(19)}&limit=6`)).entries).toEqual(all.slice(17, 20));
  });

  test("goes on in both directions", async () => {
    const { entries, next = "", prev = "" } = await page(logs, `/logs?around=${idOf(9)}&limit=3`);
    expect([...(await readAll(logs, prev)).toReversed(), ...entries, ...(await readAll(logs, next))]).toEqual(all);
    const { headers } = await deliver(logs, request("GET", `/logs?around=${idOf(9)}&limit=3`));
    expect(headers?.["link"]).toBe(`<${next}>; rel="next", <${prev}>; rel="prev"`);
    expect(await page(logs, `/logs?around=${idOf(0)}&limit=9`)).not.toHaveProperty("prev");
    expect(await page(logs, `/logs?around=${idOf(19)}&limit=9`)).not.toHaveProperty("next");
  });

  test("filters the neighbors, but always has the entry itself", async () => {
    const s3Only = all.filter(({ stream }) => stream === "s3");
    const [, , , middle, ...rest] = s3Only;
    const { entries, next = "" } = await page(logs, `/logs?around=${middle?.id}&limit=3&stream=s3`);
    expect(entries).toEqual(s3Only.slice(2, 5));
    expect(await readAll(logs, next)).toEqual(rest.slice(1));
    const other = all.find(({ stream }) => stream === "http");
    const found = (await page(logs, `/logs?around=${other?.id}&limit=3&stream=s3`)).entries;
    expect(found.map(({ stream }) => stream)).toContain("http");
  });

  test.each([
    ["around=nope", 404],
    ["around=s3.0.mjuohs00.A1TfVTaE1d24IhtG-kAR", 404],
    ["around=", 400],
    ["around=x&order=asc", 400],
    ["around=x&cursor=x", 400],
    ["around=x&from=-1h", 400],
    ["around=x&limit=0", 400],
  ])("with %s is a %i", async (query, statusCode) => {
    const answer = await deliver(logs, request("GET", `/logs?${query}`));
    expect(answer).toMatchObject({ statusCode, headers: { "content-type": "application/problem+json" } });
  });
});

test("both sides of an entry share the room of an answer, and the list goes on after them", async () => {
  const { http, logs } = await newWorld();
  for (let n = 0; n < 80; n++) {
    const time = new Date(START + n * 1000).toISOString();
    await deliver(http, cloudEvent({ id: String(n), time, data: '"'.repeat(50_000) }));
  }
  const all = (await readAll(logs, "/logs?limit=10")).map(({ id }) => id);
  const answer = await deliver(logs, request("GET", `/logs?around=${all[40]}&limit=79`));
  expect(JSON.stringify(answer).length).toBeLessThan(6_000_000);
  const { entries, next = "", prev = "" }: Page = bodyOf(answer);
  const sides = [(await readAll(logs, prev)).toReversed(), entries, await readAll(logs, next)];
  expect(sides.flat().map(({ id }) => id)).toEqual(all);
});

test("a rejection has only other rejections as neighbors, and is not found in /logs", async () => {
  const { s3, logs } = await newWorld();
  const { ids } = await deliver(s3, { Records: [s3Record(), { s3: {} }, { s3: [] }] });
  const [, first, second] = ids;
  const { entries } = await page(logs, `/rejected?around=${first}`);
  expect(entries.map(({ id }) => id).toSorted()).toEqual([first, second].toSorted());
  const answer = await deliver(logs, request("GET", `/logs?around=${first}`));
  expect(bodyOf(answer).status).toBe(404);
});
