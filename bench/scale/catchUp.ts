import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Position } from "../../src/log/cursor.ts";
import { dynamoReader } from "../../src/log/reader.ts";
import { parseShards } from "../../src/log/shards.ts";
import { storeOf } from "../../src/log/store.ts";
import { isoOf } from "../../src/log/time.ts";
import { streams } from "../../src/streams.ts";
import { prices } from "../prices.ts";
import { dataOf } from "../run/dataOf.ts";
import { memoryClient } from "./memoryTable.ts";
import { PARTITION } from "./partition.ts";

const ENTRIES = 1_000_000;
const PAGES = 20;
const LIMIT = 200; // the most that a request may ask for
const FIRST = Date.parse("2026-03-01T00:00:00.000Z");
const SHARDS = [1, 4, 16] as const;

/** What is assumed of AWS, in milliseconds. */
export const ASSUMED = {
  /** One round of queries, from the function to DynamoDB and back. */
  roundMs: 6,
  /** A request from the client through API Gateway to the function and back, and the function's own work on 200 entries. */
  requestMs: 60,
} as const;

/** What reading a million entries takes a follower that asks for the next page as soon as it has one. */
export interface CatchUp {
  readonly shards: number;
  readonly streams: number;
  readonly requests: number;
  readonly calls: number;
  readonly units: number;
  readonly rounds: number;
  readonly minutes: number;
  /** US dollars: read units, requests and invocations. */
  readonly dollars: number;
  /** How many such followers may read at the same time, until the busiest partition has no read units left. */
  readonly followers: number;
}

/** Follows the first pages of a log with our own reader, and multiplies. */
export const catchUps = async (): Promise<readonly CatchUp[]> => {
  const results: CatchUp[] = [];
  for (const shards of SHARDS)
    for (const names of [["s3"], Object.keys(streams)]) results.push(await catchUp(shards, names));
  return results;
};

const catchUp = async (shards: number, names: readonly string[]): Promise<CatchUp> => {
  const settings = { shards: parseShards(String(shards)), retentionDays: 0, streams };
  const { send, traffic } = memoryClient(await itemsOf(settings, names, (PAGES + 5) * LIMIT));
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: "eu-central-1" }));
  const table = { ...settings, name: "log", client: Object.assign(Object.create(client), { send }) };
  const reader = dynamoReader(table, () => FIRST + 86_400_000);

  let [read, after]: [number, Position | undefined] = [0, undefined];
  for (let page = 0; page <= PAGES; page++) {
    // The first page teaches the reader how long the entries are.
    if (page === 1) Object.assign(traffic, { calls: 0, units: 0, rounds: 0, byPartition: new Map() });
    const { entries, go } = await reader.follow({ streams: names, limit: LIMIT, from: isoOf(FIRST), after });
    if (!("after" in go)) throw new Error(`The log ended after ${page} pages`);
    after = go.after;
    if (page > 0) read += entries.length;
  }
  const times = ENTRIES / read;
  const requests = PAGES * times;
  const [calls, units, rounds] = [traffic.calls * times, traffic.units * times, traffic.rounds * times];
  const ms = requests * ASSUMED.requestMs + rounds * ASSUMED.roundMs;
  const busiest = Math.max(...traffic.byPartition.values()) * times;
  return {
    ...{ shards, streams: names.length, requests, calls, units, rounds },
    minutes: ms / 60_000,
    followers: Math.floor(PARTITION.readUnits / (busiest / (ms / 1000))),
    dollars: units * prices.readUnit + requests * (prices.request + prices.invocation),
  };
};

type Settings = Parameters<typeof storeOf>[0];

/** The items that our store writes for events of these streams in turn, ten a second. */
const itemsOf = async (settings: Settings, names: readonly string[], count: number) => {
  const items: { readonly pk: string; readonly sk: string }[] = [];
  const putIfFree = async (item: (typeof items)[number]) => items.push(item) > 0;
  const store = storeOf(settings, { putIfFree, get: async () => undefined });
  for (let n = 0; n < count; n++) {
    const at = { now: FIRST + n * 100, signal: new AbortController().signal };
    const entry = { identity: ["bench", String(n)], time: isoOf(at.now), source: "/bench", type: "upload" };
    const placed = await store.place(names[n % names.length] ?? "", { ...entry, data: dataOf(n) }, at);
    if (placed.status !== "placed") throw new Error(placed.issue.message);
    await store.put(placed, at);
  }
  return items;
};
