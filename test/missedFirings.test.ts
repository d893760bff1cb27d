import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import pMap from "p-map";
import { describe, expect, test } from "vitest";
import { toItem } from "../src/log/item.ts";
import { hashOf } from "../src/log/key.ts";
import { SETTLE_MS } from "../src/log/settled.ts";
import type { Table } from "../src/log/table.ts";
import { fill } from "./fill.ts";
import { newTable } from "./table.ts";
import { bodyOf, deliver, request, worldOf } from "./world.ts";

const START = Date.parse("2026-03-01T00:00:00.000Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const isoOf = (ms: number): string => new Date(ms).toISOString();
const every = (step: number, from: number, to: number): readonly number[] =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, n) => from + n * step);

interface Answer {
  readonly covered: { readonly from: string; readonly to: string };
  readonly buckets: readonly {
    readonly time: string;
    readonly complete: boolean;
    readonly count: number;
    readonly firings?: { readonly expected: number; readonly found: number };
  }[];
  readonly firings?: {
    readonly from: string;
    readonly to: string;
    readonly expected: number;
    readonly found: number;
    readonly missed: readonly string[];
    readonly detail?: string;
  };
  readonly next?: string;
}

/** Asks for counts until there is no `next`. */
const answersOf = async (table: Table, now: number, expression: string, query: string): Promise<readonly Answer[]> => {
  const schedule = { name: "tick", expression, stream: "schedule" };
  const { logs } = worldOf(table, () => now, { schedule });
  const answers: Answer[] = [];
  for (let next: string | undefined = `/logs/stats?${query}`; next !== undefined; next = answers.at(-1)?.next) {
    const answer = await deliver(logs, request("GET", next));
    expect(answer.statusCode, answer.body).toBe(200);
    answers.push(bodyOf(answer));
  }
  return answers;
};

const firingsOf = (answers: readonly Answer[]) => answers.flatMap(({ firings }) => firings ?? []);
const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
const totalOf = (answers: readonly Answer[]) => ({
  expected: sum(firingsOf(answers).map(({ expected }) => expected)),
  found: sum(firingsOf(answers).map(({ found }) => found)),
  missed: firingsOf(answers)
    .flatMap(({ missed }) => missed)
    .toSorted(),
});

/** The answers are those of one range: nothing is left out between two of them. */
const expectUnbroken = (answers: readonly Answer[], order: string, { from, to }: { from: number; to: number }) => {
  const ranges = firingsOf(order === "asc" ? answers : answers.toReversed());
  expect([ranges[0]?.from, ranges.at(-1)?.to]).toEqual([isoOf(from), isoOf(to)]);
  expect(ranges.slice(1).map(({ from }) => from)).toEqual(ranges.slice(0, -1).map(({ to }) => to));
};

/** Writes firings in batches, because the log writes them one by one. */
const fire = async (table: Table, firings: readonly number[]): Promise<void> => {
  const items = firings.map((ms) => {
    const at = { stream: "schedule", shard: 0, time: isoOf(ms), hash: hashOf(["test", String(ms)]) };
    const entry = { identity: [], time: at.time, source: "/test", type: "tributary.schedule.fired", subject: "tick" };
    return toItem(at, { ...entry, data: {} }, { recorded: at.time, expiresat: undefined, bySubject: false });
  });
  const batches = every(25, 0, items.length).map((first) => items.slice(first, first + 25));
  const write = (batch: typeof items) =>
    table.client.send(
      new BatchWriteCommand({ RequestItems: { [table.name]: batch.map((Item) => ({ PutRequest: { Item } })) } }),
    );
  await pMap(batches, write, { concurrency: 8 });
};

describe.each([
  { name: "no outage", days: 8, missing: [0, 0], parts: 2 },
  { name: "an outage of hours in the newest firings", days: 8, missing: [7.5, 7.8], parts: 2 },
  { name: "an outage of weeks", days: 21.5, missing: [0.5, 21.2], parts: 4 },
])("a firing each minute for $days days, and $name:", async ({ days, missing: [begin = 0, end = 0], parts }) => {
  const table = await newTable();
  const now = START + days * DAY;
  const outage = { from: START + begin * DAY, to: START + end * DAY };
  const isFired = (ms: number) => ms < outage.from || ms >= outage.to;
  const due = every(MINUTE, START, now - SETTLE_MS);
  await fire(table, every(MINUTE, START, now).filter(isFired));

  describe.each(["rate(1 minute)", "cron(* * * * ? *)"])("%s", (expression) => {
    test.each(["asc", "desc"])(
      "the answers together expect each firing once, and find or miss it: %s",
      async (order) => {
        const answers = await answersOf(table, now, expression, `from=${isoOf(START)}&by=day&order=${order}`);
        expect(totalOf(answers)).toEqual({
          expected: due.length,
          found: due.filter(isFired).length,
          missed: due.filter((ms) => !isFired(ms)).map(isoOf),
        });
        expectUnbroken(answers, order, { from: START, to: now - SETTLE_MS });
        expect(answers).toHaveLength(parts);
        for (const { missed } of firingsOf(answers)) expect(missed.length).toBeLessThanOrEqual(10_000);

        const complete = answers.flatMap(({ buckets }) => buckets.filter(({ complete }) => complete));
        expect(complete.length).toBeGreaterThan(days - parts - 1);
        expect(new Set(complete.map(({ time }) => time)).size).toBe(complete.length);
        for (const { count, firings } of complete) expect(firings).toEqual({ expected: 24 * 60, found: count });
      },
    );
  });
});

test.each(["asc", "desc"])("the time before the first firing is not counted week by week: %s", async (order) => {
  const table = await newTable();
  const now = START + 8 * DAY;
  await fire(table, [START, now - HOUR]);
  const answers = await answersOf(table, now, "rate(1 minute)", `order=${order}&by=day`);
  expect(answers.length).toBeLessThan(4);
  expect(totalOf(answers)).toMatchObject({ expected: (now - SETTLE_MS - START) / MINUTE, found: 2 });
});

test.each(["asc", "desc"])(
  "a log without a firing is counted by one request, whatever the expression: %s",
  async (order) => {
    const table = await newTable();
    for (const expression of ["rate(1 minute)", "cron(* * * * ? *)", "cron(0 8 29 2 ? *)", "at(2026-01-01T12:00:00)"]) {
      const answers = await answersOf(table, START, expression, `order=${order}`);
      expect(totalOf(answers)).toEqual({ expected: 0, found: 0, missed: [] });
      expect(answers).toHaveLength(1);
    }
  },
);

describe.each([
  { name: "was fired", gone: [3] },
  { name: "was missed", gone: [2, 3] },
])("if two answers share a millisecond, a firing in it that $name", async ({ gone }) => {
  const table = await newTable();
  const now = START + 5 * MINUTE + SETTLE_MS;
  const fired = [0, 1, 2, 3, 4].filter((minute) => !gone.includes(minute)).map((minute) => START + minute * MINUTE);
  await fire(table, fired);
  const crowd = Array.from({ length: 40 }, () => ({ stream: "http", type: "t", bytes: 300_000 }));
  await fill(
    table,
    now,
    crowd.map((entry) => ({ ...entry, time: isoOf(START + 2 * MINUTE) })),
  );

  test.each([
    ["rate(1 minute)", "asc"],
    ["rate(1 minute)", "desc"],
    ["cron(* * * * ? *)", "asc"],
    ["cron(* * * * ? *)", "desc"],
  ])("is expected by one of them: %s, %s", async (expression, order) => {
    const range = { from: START, to: START + 5 * MINUTE };
    const query = `from=${isoOf(range.from)}&to=${isoOf(range.to)}&order=${order}&by=minute`;
    const answers = await answersOf(table, now, expression, query);
    expect(answers.length).toBeGreaterThan(2);
    expectUnbroken(answers, order, range);
    const missed = gone.map((minute) => isoOf(START + minute * MINUTE));
    expect(totalOf(answers)).toEqual({ expected: 5, found: fired.length, missed });
    const buckets = answers.flatMap(({ buckets }) => buckets.flatMap(({ firings }) => firings ?? []));
    expect(sum(buckets.map(({ found }) => found))).toBe(fired.length);
  });
});

test("a rate that began again after the time range misses no firing in it", async () => {
  const table = await newTable();
  await fire(table, [START + 0.5 * HOUR, START + 2 * HOUR]);
  const now = START + DAY;
  const missedIn = async (to: number) =>
    totalOf(await answersOf(table, now, "rate(1 hour)", `from=${isoOf(START)}&to=${isoOf(to)}`)).missed;
  expect(await missedIn(START + 1.75 * HOUR)).toEqual([]);
  expect(await missedIn(START + 4 * HOUR)).toEqual([isoOf(START + 3 * HOUR)]);
});

describe("if other firings share the stream, the last firing before the time range", async () => {
  const table = await newTable();
  const now = START + 10 * DAY;
  await fire(table, [START, START + HOUR]);
  const others = (count: number, from: number) =>
    every(MINUTE, 0, count * MINUTE).map((ms) => ({
      ...{ stream: "schedule", subject: "other", type: "t", bytes: 350_000 },
      time: isoOf(from + ms),
    }));
  await fill(table, now, others(20, START + DAY));

  test("is found behind more of them than one page reads", async () => {
    const [answer] = await answersOf(table, now, "rate(1 hour)", `from=${isoOf(now - DAY)}`);
    expect(answer?.firings).toMatchObject({ expected: 24, found: 0 });
    expect(answer?.firings).not.toHaveProperty("detail");
  });

  test("is not looked for without end, and the answer says so", async () => {
    await fill(table, now, others(120, START + 2 * DAY));
    const query = `from=${isoOf(now - DAY)}&order=asc`;
    const [answer] = await answersOf(table, now, "rate(1 hour)", query);
    expect(answer?.firings).toMatchObject({ expected: 0, detail: expect.stringContaining("was not found") });
  });
});
