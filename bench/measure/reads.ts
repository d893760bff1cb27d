import * as z from "zod";
import { startDynamoDb } from "../../src/local/dynamodb.ts";
import { streams } from "../../src/streams.ts";
import { table } from "../page/table.ts";
import { everything, pageByQueries, pageByScan } from "../peers/naive.ts";
import { fillTable } from "../run/filling.ts";
import type { Measure } from "../run/measure.ts";
import { Cost, costOf, get, type Log, newLog } from "../run/readLog.ts";

const Page = z.object({
  what: z.string(),
  shards: z.number(),
  entries: z.number(),
  ours: Cost,
  naive: Cost,
  scan: Cost,
});
const Stats = z.object({ entries: z.number(), requests: z.number(), ours: Cost, scan: Cost });
const Result = z.object({ pages: z.array(Page), stats: Stats });

const LIMIT = 50;

/** The read units and calls of a page of 50 entries, and of counting a whole log. */
export const reads: Measure<z.infer<typeof Result>> = {
  name: "reads",
  title: "Reading a page",
  schema: Result,
  run: async ({ scaled, say }) => {
    const given = process.env["DYNAMODB_ENDPOINT"];
    const { endpoint, stop } = given === undefined ? await startDynamoDb() : { endpoint: given, stop: async () => {} };
    const pages: z.infer<typeof Page>[] = [];
    let stats: z.infer<typeof Stats> | undefined;
    for (const shards of [4, 16, 1]) {
      const log = await newLog(endpoint, shards);
      let filled = 0;
      for (const entries of [1_000, scaled(10_000, 2_000), scaled(100_000, 2_000)].filter(
        (count, i, all) => all.indexOf(count) === i,
      )) {
        await fillTable(log.table, filled, entries);
        filled = entries;
        pages.push(...(await pagesOf(log, shards, entries)));
        say(`${shards} shards, ${entries} entries`);
      }
      if (shards === 1) stats = await statsOf(log, filled);
    }
    await stop();
    return {
      pages: pages.toSorted((a, b) => a.what.localeCompare(b.what) || a.shards - b.shards),
      stats: Stats.parse(stats),
    };
  },
  section: ({
    pages,
    stats,
  }) => `Read units and calls of DynamoDB for one page of ${LIMIT} entries of a log of three streams, as \`ConsumedCapacity\` reports them. The naive
reader asks each shard for ${LIMIT} items and merges them. It knows its partitions, as ours does. A Scan reads the whole table.

${table(
  ["", "shards", "entries in the log", "units", "calls", "naive units", "naive calls", "Scan units"],
  pages.map(({ what, shards, entries, ours, naive, scan }) => [
    what,
    ...[shards, entries, ours.units, ours.calls, naive.units, naive.calls, scan.units].map(shown),
  ]),
)}

\`GET /logs/stats\` counted ${shown(stats.entries)} entries by type and day in ${shown(stats.requests)} requests, with ${shown(stats.ours.units)} units. A Scan that counts
them takes ${shown(stats.scan.units)} units and one process that holds all entries.`,
};

const shown = (number: number): string => number.toLocaleString("en-US");

const Body = z.object({ entries: z.array(z.object({ id: z.string(), time: z.string() })) });

/** What one page of one stream and of all streams costs. Throws if ours and the naive page are not the same entries. */
const pagesOf = async (log: Log, shards: number, entries: number): Promise<z.infer<typeof Page>[]> => {
  const all = Object.keys(streams);
  const pages: z.infer<typeof Page>[] = [];
  for (const [what, of] of [
    ["one stream", ["s3"]],
    ["all streams", all],
  ] as const) {
    const query = of.length === 1 ? `stream=${of[0]}&limit=${LIMIT}` : `limit=${LIMIT}`;
    const partitions = of.flatMap((stream) => Array.from({ length: shards }, (_, shard) => `${stream}#${shard}`));
    await get(log, query); // The reader learns how long the entries are.
    const ours = await costOf(log, async () => Body.parse(await get(log, query)).entries.map(({ time }) => time));
    const naive = await costOf(log, async () =>
      timesOf(await pageByQueries(log.watched.client, log.table.name, partitions, LIMIT)),
    );
    const scan = await costOf(log, async () => timesOf(await pageByScan(log.watched.client, log.table.name, LIMIT)));
    check(ours.result, naive.result, `A page of ${what}`);
    if (of.length > 1) check(ours.result, scan.result, "A page by a Scan");
    pages.push({ what, shards, entries, ours: ours.cost, naive: naive.cost, scan: scan.cost });
  }
  return pages;
};

const statsOf = async (log: Log, entries: number): Promise<z.infer<typeof Stats>> => {
  const Answer = z.object({ buckets: z.array(z.object({ count: z.number() })), next: z.string().optional() });
  let requests = 0;
  const ours = await costOf(log, async () => {
    let [counted, query]: [number, string | undefined] = [0, "by=day&from=2026-03-01&to=2026-04-01"];
    while (query !== undefined) {
      const { buckets, next } = Answer.parse(await get(log, query, "/logs/stats"));
      counted += buckets.reduce((sum, { count }) => sum + count, 0);
      query = next?.split("?")[1];
      requests += 1;
    }
    return [String(counted)];
  });
  const scan = await costOf(log, async () => [String((await everything(log.watched.client, log.table.name)).length)]);
  check(ours.result, scan.result, "Counting");
  check(ours.result, [String(entries)], "Counting");
  return { entries, requests, ours: ours.cost, scan: scan.cost };
};

const check = (ours: readonly string[], theirs: readonly string[], what: string): void => {
  if (ours.join() !== theirs.join())
    throw new Error(`${what} gave ${ours.join()}, and the other reader ${theirs.join()}`);
};

const timesOf = (items: readonly Readonly<Record<string, unknown>>[]): string[] =>
  items.map(({ sk }) => String(sk).split("#")[0] ?? "");
