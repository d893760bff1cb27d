import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { bytesIn, newReadSize } from "./budget.ts";
import { isBefore } from "./cursor.ts";
import type { Entry } from "./entry.ts";
import { type Filters, matches } from "./filters.ts";
import { firstParses } from "./firstParses.ts";
import { Item, toEntry } from "./item.ts";
import { merge } from "./merge.ts";
import { byTime, type Range } from "./range.ts";
import { shardsWithin } from "./shards.ts";
import type { Table } from "./table.ts";
import { isoOf } from "./time.ts";
import { isLive } from "./walk.ts";

/** What to tail: the entries that were recorded since a time (RFC 3339, UTC, milliseconds). */
interface Tailing extends Filters {
  readonly since: string;
  readonly limit: number;
  /** Says whether one more entry fits in the answer. */
  readonly fits: (entry: Entry) => boolean;
}

/** The newest entries, newest first. */
export type Tail = (tailing: Tailing) => Promise<readonly Entry[]>;

/** How far back a tail looks, in ms. */
const TAIL_MS = 60_000;
/** An entry may become visible this long after its `recordedtime`: the put takes time, and the read is not consistent. In ms. */
const OVERLAP_MS = 10_000;

/** What the reads after the first one of each shard may read in all. */
const MORE_ENTRIES = 200;
const MORE_BYTES = 4 * 1024 * 1024;

/**
 * Reads what was recorded since a time less ten seconds. This is best effort: it looks only at events of the last minute, and
 * only at the newest of them. Events dated ahead of now are left out, because they would hide the others until their time comes.
 */
export const newTail = (table: Table, clock: () => number): Tail => {
  const readSize = newReadSize();
  return async (tailing) => {
    const { streams, subject, since, limit, fits } = tailing;
    const now = clock();
    const timeRange = { from: isoOf(now - TAIL_MS), to: isoOf(now + 1) };
    const shards = [...Array(shardsWithin(table.shards, timeRange.from, timeRange.to)).keys()];
    const recorded = isoOf(Math.max(Date.parse(since), now - TAIL_MS) - OVERLAP_MS);
    const more = { entries: MORE_ENTRIES, bytes: MORE_BYTES };
    const sources = streams.flatMap((stream) =>
      shards.map((shard) =>
        readNew(table, byTime(table, { stream, shard }, timeRange, subject), recorded, more, readSize),
      ),
    );

    const entries: Entry[] = [];
    for await (const { item } of merge(sources, (a, b) => isBefore(b, a))) {
      const entry = toEntry(item);
      if (!isLive(item, now) || !matches(entry, tailing)) continue;
      if (!fits(entry)) break;
      entries.push(entry);
      if (entries.length === limit) break;
    }
    return entries;
  };
};

/**
 * The entries of a range that were recorded since a time, newest first. The first read is one of 4 KB. As long as all that was
 * read is new, the next read is twice as long. So the reads cost at most about twice what is new.
 */
async function* readNew(
  { client, name }: Table,
  { stream, index, partition: [partition, value], sort, from, to }: Range,
  recorded: string,
  more: { entries: number; bytes: number },
  readSize: ReturnType<typeof newReadSize>,
) {
  let start: Record<string, unknown> | undefined;
  for (let size = readSize.perRead(); ; size = Math.min(2 * size, more.entries)) {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: name,
        IndexName: index,
        KeyConditionExpression: `${partition} = :value AND ${sort} BETWEEN :from AND :to`,
        ExpressionAttributeValues: { ":value": value, ":from": from, ":to": to },
        ScanIndexForward: false,
        Limit: size,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    const items = Items.map((item) => Item().parse(item, firstParses()));
    const bytes = bytesIn(items);
    readSize.learn(bytes, items.length);
    if (start !== undefined) more.entries -= items.length;
    more.bytes -= bytes;
    const isNew = (item: Item) => toEntry(item).recordedtime >= recorded;
    for (const item of items) if (isNew(item)) yield { sk: item.sk, stream, item };
    if (LastEvaluatedKey === undefined || !items.every(isNew) || more.entries <= 0 || more.bytes <= 0) return;
    start = LastEvaluatedKey;
  }
}
