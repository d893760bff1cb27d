import { describe, expect, test } from "vitest";
import type { HttpAnswer } from "../src/http/answer.ts";
import { fixture } from "../src/local/fixture.ts";
import { parseShards } from "../src/log/shards.ts";
import { fill } from "./fill.ts";
import { metered } from "./metered.ts";
import { newTable } from "./table.ts";
import { bodyOf, deliver, page, request, worldOf } from "./world.ts";

const COUNT = 1_000;

/** The uploads of one busy minute. */
const uploads = () => {
  const [record] = Object(fixture("s3-put")).Records;
  return Array.from({ length: COUNT }, (_, i) => ({
    ...record,
    eventTime: new Date(Date.parse("2026-03-01T00:00:00Z") + i * 60).toISOString(),
    s3: { ...record.s3, object: { ...record.s3.object, key: `photos/2026/IMG_${i}.jpg`, sequencer: i.toString(16) } },
  }));
};

describe.each([
  ["1", 6, 0.5],
  ["16", 10, 8],
])("in read units of DynamoDB, with %s shards,", async (SHARDS, most, ofNone) => {
  const table = await newTable({ SHARDS });
  await deliver(worldOf(table).s3, { Records: uploads() });
  const calls = metered(table.client);
  const { logs } = worldOf(table);

  const costs = async (target: string) => {
    const units: number[] = [];
    for (let next: string | undefined = target; next !== undefined && units.length < COUNT / 50; ) {
      calls.length = 0;
      const answer = await page(logs, next);
      units.push(calls.reduce((sum, { total }) => sum + total, 0));
      next = answer.next;
    }
    return units;
  };
  const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b) / numbers.length;

  test(`a page of 50 entries of one stream costs at most ${most}`, async () => {
    for (const order of ["desc", "asc"]) {
      const units = await costs(`/logs?stream=s3&limit=50&order=${order}`);
      expect(units).toHaveLength(COUNT / 50);
      expect(mean(units), String(units)).toBeLessThanOrEqual(most);
      expect(Math.max(...units), String(units)).toBeLessThanOrEqual(most + 1);
    }
  });

  test("a future step to more shards adds no cost", async () => {
    const shards = parseShards(`${SHARDS};2999-01-01T00:00:00Z=64`);
    const { logs } = worldOf({ ...table, shards });
    calls.length = 0;
    await page(logs, "/logs?stream=s3&limit=50");
    expect(calls.length).toBeLessThanOrEqual(2 * Number(SHARDS));
    expect(calls.reduce((sum, { total }) => sum + total, 0)).toBeLessThanOrEqual(most + 1);
  });

  test(`a page of all streams costs at most ${ofNone} more for each stream without entries`, async () => {
    const units = await costs("/logs?limit=50");
    expect(mean(units), String(units)).toBeLessThanOrEqual(most + 2 * ofNone);
  });
});

describe("one request reads at most 4 MB and the size of one more read, however long the entries are:", async () => {
  const table = await newTable();
  const now = Date.parse("2026-03-02T00:00:00Z");
  const time = (n: number) => new Date(now - n * 1_000).toISOString();
  const entries = Array.from({ length: 240 }, (_, n) => ({
    ...{ stream: "http" as const, time: time(n), type: "t", subject: n % 2 ? "odd" : "even", bytes: 50_000 },
  }));
  await fill(table, now, entries);
  const calls = metered(table.client);
  const { logs } = worldOf(table, () => now);

  test.each([
    ["/logs?type=none", 3],
    ["/logs?subjectPrefix=none&stream=http", 3],
    ["/logs/stats?type=none", 3],
    ["/logs/stats?subject=even", 2],
  ])("%s takes %i requests", async (target, least) => {
    const units: number[] = [];
    for (let next: string | undefined = target; next !== undefined; ) {
      calls.length = 0;
      const answer: HttpAnswer = await deliver(logs, request("GET", next));
      units.push(calls.reduce((sum, { total }) => sum + total, 0));
      next = bodyOf(answer).next;
    }
    expect(units.length, String(units)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...units), String(units)).toBeLessThanOrEqual(512 + 128 + 2);
  });
});

describe("with 16 shards, entries of 300 KB are read about once:", async () => {
  const table = await newTable({ SHARDS: "16" });
  const now = Date.parse("2026-03-02T00:00:00Z");
  const time = (n: number) => new Date(now - 600_000 - n * 1_000).toISOString();
  const COUNT = 40;
  await fill(
    table,
    now - 600_000,
    Array.from({ length: COUNT }, (_, n) => ({ stream: "http" as const, time: time(n), type: "t", bytes: 300_000 })),
  );
  const calls = metered(table.client);
  const { logs } = worldOf(table, () => now);
  const ofOneScan = (COUNT * 300_000) / 8_192;

  test.each(["/logs?stream=http", "/logs?limit=200", "/logs?type=t", "/logs?follow=-1h&limit=200"])(
    "%s",
    async (target) => {
      calls.length = 0;
      const ids: string[] = [];
      for (let next: string | undefined = target; next !== undefined && ids.length < COUNT; ) {
        const answer = await page(logs, next);
        ids.push(...answer.entries.map(({ id }) => id));
        next = answer.next;
      }
      expect([ids.length, new Set(ids).size]).toEqual([COUNT, COUNT]);
      expect(calls.reduce((sum, { total }) => sum + total, 0)).toBeLessThanOrEqual(3 * ofOneScan);
    },
  );
});
