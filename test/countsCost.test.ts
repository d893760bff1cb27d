import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import { endOfLog } from "../src/log/admission.ts";
import type { Table } from "../src/log/table.ts";
import { streams } from "../src/streams.ts";
import { type Filling, fill } from "./fill.ts";
import { metered } from "./metered.ts";
import { newTable } from "./table.ts";
import { bodyOf, deliver, request, type World, worldOf } from "./world.ts";

const START = Date.parse("2016-03-01T00:00:00.000Z");
const DAY = 86_400_000;
const YEAR = 365 * DAY;
const NOW = START + 10 * YEAR;
const isoOf = (ms: number) => new Date(ms).toISOString();

/** Numbers of 0 to 1 that are the same in every run. */
let state = 1;
const random = () => {
  state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
  return state / 2 ** 32;
};
const within = (ms: number) => Math.floor(random() * ms);
const most = (): string => {
  const part = random();
  return part < 0.99 ? "http" : part < 0.997 ? "s3" : "schedule";
};
const logged = Object.keys(streams);
const any = (): string => logged[within(3)] ?? "s3";
const many = (count: number, make: (n: number) => Omit<Filling, "time" | "type"> & { atMs: number }): Filling[] =>
  Array.from({ length: count }, (_, n) => {
    const { atMs, ...entry } = make(n);
    return { ...entry, time: isoOf(START + Math.floor(atMs)), type: `t${n % 3}`, subject: `s${n % 2}` };
  });
const bursts = Array.from({ length: 20 }, () => ({ stream: any(), atMs: within(10 * DAY), bytes: 10_000 }));

/** The contents of a log. All but the last three are more than one request may read. */
const mixes: readonly { readonly name: string; readonly kept: readonly Filling[] }[] = [
  {
    name: "streams of 99, 0.7 and 0.3 percent",
    kept: many(1_200, () => ({ stream: most(), atMs: within(DAY), bytes: 10_000 })),
  },
  {
    name: "streams of a third each",
    kept: many(1_200, () => ({ stream: any(), atMs: within(DAY), bytes: 10_000 })),
  },
  {
    name: "bursts of two seconds in ten days",
    kept: bursts.flatMap((burst) => many(60, () => ({ ...burst, atMs: burst.atMs + within(2_000) }))),
  },
  {
    name: "nights and days",
    kept: many(1_200, (n) => ({ stream: any(), atMs: DAY * (n % 5) + (within(DAY) + within(DAY)) / 4, bytes: 10_000 })),
  },
  {
    name: "entries of 300 bytes to 300 KB",
    kept: many(260, () => ({ stream: any(), atMs: within(DAY), bytes: 300 * 1000 ** random() })),
  },
  {
    name: "one millisecond that is more than a request may read",
    kept: many(650, (n) => ({ stream: any(), atMs: n < 50 ? within(DAY) : DAY / 2, bytes: 10_000 })),
  },
  { name: "little in ten years", kept: many(300, () => ({ stream: any(), atMs: within(10 * YEAR), bytes: 300 })) },
  {
    name: "a minute five years ago alone",
    kept: many(300, () => ({ stream: any(), atMs: 5 * YEAR + within(60_000), bytes: 300 })),
  },
  { name: "nothing", kept: [] },
];

const FOUR_MB = 512; // in read units
const ONE_READ = 128;

describe.each([
  ["1", 1],
  ["16;2016-03-05T12:00:00Z=3", 16],
])("with %s shards", (SHARDS, shards) => {
  describe.each(mixes)("the counts of $name", async ({ kept }) => {
    const table = await newTable({ SHARDS });
    await fill(table, NOW, kept);
    const scanned = await unitsOfScan(table);
    const calls = metered(table.client);
    const { logs } = worldOf(table, () => NOW);
    const ranges = logged.length * shards;

    test.each(["asc", "desc"])("cost at most 1.5 times a Scan, and are exact: %s", async (order) => {
      const units: number[] = [];
      const answers = await allOf(logs, `/logs/stats?by=day&order=${order}`, () => {
        units.push(calls.reduce((sum, { total }) => sum + Math.max(0.5, total), 0));
        calls.length = 0;
      });
      expect(summed(answers)).toEqual(countsOf(kept));
      expectUnbroken(answers, order);
      for (const each of units) expect(each, String(units)).toBeLessThanOrEqual(FOUR_MB + ONE_READ + 0.5 * ranges);
      const total = units.reduce((a, b) => a + b, 0);
      expect(total, String(units)).toBeLessThanOrEqual(1.5 * scanned + 0.5 * ranges * units.length);
    });

    test.each(["type=t1&stream=schedule&stream=s3", "subject=s1"])("are exact with %s", async (filter) => {
      const wanted = new URLSearchParams(filter);
      const isWanted = (entry: Filling) =>
        [...wanted.keys()].every((name) => wanted.getAll(name).includes(String(Object(entry)[name])));
      const answers = await allOf(logs, `/logs/stats?by=day&${filter}`);
      expect(summed(answers)).toEqual(countsOf(kept.filter(isWanted)));
    });
  });
});

test("an empty log, and one with a few entries, are counted by one request, however long they are", async () => {
  const table = await newTable({ SHARDS: "16" });
  const { logs } = worldOf(table, () => NOW);
  for (const order of ["asc", "desc"]) expect(await allOf(logs, `/logs/stats?order=${order}`)).toHaveLength(1);
  const years = [0, 1, 2, 5, 9].map((year) => ({ stream: "s3" as const, time: isoOf(START + year * YEAR), type: "t" }));
  await fill(table, NOW, years);
  for (const order of ["asc", "desc"]) expect(await allOf(logs, `/logs/stats?order=${order}`)).toHaveLength(1);
});

interface Answer {
  readonly covered: { readonly from: string; readonly to: string };
  readonly buckets: readonly {
    readonly time: string;
    readonly counts: readonly { readonly stream: string; readonly type: string; readonly count: number }[];
  }[];
  readonly next?: string;
}

const allOf = async (logs: World["logs"], target: string, then = () => {}): Promise<readonly Answer[]> => {
  const answers: Answer[] = [];
  for (let next: string | undefined = target; next !== undefined; next = answers.at(-1)?.next) {
    const answer = await deliver(logs, request("GET", next));
    expect(answer.statusCode, answer.body).toBe(200);
    answers.push(bodyOf(answer));
    then();
  }
  return answers;
};

/** How many entries of each day, stream and type there are. */
const countsOf = (kept: readonly Filling[]): Readonly<Record<string, number>> => {
  const groups = Map.groupBy(kept, ({ time, stream, type }) => `${time.slice(0, 10)} ${stream} ${type}`);
  return Object.fromEntries([...groups].map(([name, { length }]) => [name, length]));
};

const summed = (answers: readonly Answer[]): Readonly<Record<string, number>> => {
  const sums = new Map<string, number>();
  for (const { time, counts } of answers.flatMap(({ buckets }) => buckets))
    for (const { stream, type, count } of counts) {
      const name = `${time.slice(0, 10)} ${stream} ${type}`;
      sums.set(name, (sums.get(name) ?? 0) + count);
    }
  return Object.fromEntries(sums);
};

/** Each answer continues the one before. They share at most one millisecond. */
const expectUnbroken = (answers: readonly Answer[], order: string): void => {
  const inOrder = (order === "asc" ? answers : answers.toReversed()).map(({ covered }) => covered);
  for (const [index, { from }] of inOrder.entries()) {
    const shared = Date.parse(inOrder[index - 1]?.to ?? from) - Date.parse(from);
    expect([0, 1]).toContain(shared);
  }
  expect(inOrder.at(-1)?.to).toBe(endOfLog(NOW));
};

/** The cost of reading the whole table once, in read units. */
const unitsOfScan = async ({ client, name }: Table): Promise<number> => {
  let units = 0;
  let start: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: name,
        ReturnConsumedCapacity: "TOTAL",
        Select: "COUNT",
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    units += page.ConsumedCapacity?.CapacityUnits ?? 0;
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return units;
};
