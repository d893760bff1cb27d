import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import pMap from "p-map";
import { storeOf } from "../../src/log/store.ts";
import type { Table } from "../../src/log/table.ts";
import { isoOf } from "../../src/log/time.ts";
import { dataOf } from "./dataOf.ts";

const BATCH = 25;

/** When the first entry of a filled table happened, in ms since 1970. Each further entry is a second later. */
export const FIRST = Date.parse("2026-03-01T00:00:00.000Z");

/** Writes the entries `from` to `to` of a log of three streams: of 20 entries, 16 are uploads, 3 HTTP events and 1 a firing. */
export const fillTable = async (table: Table, from: number, to: number): Promise<void> => {
  const items: Record<string, unknown>[] = [];
  const putIfFree = async (item: Record<string, unknown>) => items.push(item) > 0;
  const store = storeOf(table, { putIfFree, get: async () => undefined });
  for (let n = from; n < to; n++) {
    const at = { now: FIRST + n * 1000, signal: new AbortController().signal };
    const stream = STREAMS[n % STREAMS.length] ?? "s3";
    const entry = { identity: ["bench", String(n)], time: isoOf(at.now), source: "/bench", type: `type-${n % 3}` };
    const placed = await store.place(stream, { ...entry, subject: `subject-${n % 1000}`, data: dataOf(n) }, at);
    if (placed.status !== "placed") throw new Error(placed.issue.message);
    await store.put(placed, at);
  }
  const batches = Array.from({ length: Math.ceil(items.length / BATCH) }, (_, i) =>
    items.slice(i * BATCH, i * BATCH + BATCH),
  );
  await pMap(batches, (batch) => write(table, batch), { concurrency: 8 });
};

const STREAMS = [...Array<string>(16).fill("s3"), ...Array<string>(3).fill("http"), "schedule"];

const write = async (
  { client, name }: Pick<Table, "client" | "name">,
  batch: readonly Record<string, unknown>[],
): Promise<void> => {
  const requests = batch.map((Item) => ({ PutRequest: { Item } }));
  const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [name]: requests } }));
  const left = UnprocessedItems?.[name]?.flatMap(({ PutRequest }) => PutRequest?.Item ?? []) ?? [];
  if (left.length > 0) await write({ client, name }, left);
};
