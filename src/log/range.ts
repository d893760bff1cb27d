import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Budget, newReadSize } from "./budget.ts";
import { type Order, type Position, sortKeyBehind } from "./cursor.ts";
import { Item, subjectKey } from "./item.ts";
import { type Key, pk } from "./key.ts";
import { type Stream, streams } from "./streams.ts";
import { indexes, type Table } from "./table.ts";
import type { TimeRange } from "./time.ts";

/** One partition of the table, or of an index, as far as a query wants it. */
export interface Range extends TimeRange {
  readonly stream: Stream;
  readonly index?: string;
  readonly partition: readonly [name: string, value: string];
  /** The attribute that it is sorted by. */
  readonly sort: "sk" | "arrival";
  /** Whether it holds the entries of the wanted subject alone. */
  readonly isOfSubject?: boolean;
  /** Which items are passed over. */
  readonly skips?: (item: Item) => boolean;
}

/** A place in a range: an item, or, with no item, the place where the request's budget ended and the reading with it. */
export interface Place extends Position {
  readonly item?: Item;
}

type Shard = Pick<Key, "stream" | "shard">;

/** The entries of a shard by time; those of one subject by the index, where that holds them. */
export const byTime = (shard: Shard, timeRange: TimeRange, subject?: string): Range => {
  const about = streams[shard.stream].bySubject ? subjectKey(shard, subject) : undefined;
  const range = { stream: shard.stream, sort: "sk", ...timeRange } as const;
  return about === undefined
    ? { ...range, partition: ["pk", pk(shard)] }
    : { ...range, index: indexes.bySubject, partition: ["about", about], isOfSubject: true };
};

/** The late entries of a shard, by when they were recorded. */
export const byArrival = (shard: Shard, timeRange: TimeRange): Range => ({
  stream: shard.stream,
  index: indexes.byArrival,
  partition: ["late", pk(shard)],
  sort: "arrival",
  ...timeRange,
});

const BYTES_PER_UNIT = 8 * 1024; // of an eventually consistent read

/** The items of a range in order, those behind `after` only, read a page at a time as they are asked for. */
export async function* readRange(
  { client, name }: Table,
  { stream, index, partition: [partition, value], sort, skips, ...timeRange }: Range,
  { order, after }: { readonly order: Order; readonly after: Position | undefined },
  budget: Budget,
  readSize: Pick<ReturnType<typeof newReadSize>, "learn">,
): AsyncGenerator<Place> {
  const behind = after && sortKeyBehind(after, stream, order);
  const from = order === "asc" && behind !== undefined && behind > timeRange.from ? behind : timeRange.from;
  const to = order === "desc" && behind !== undefined && behind < timeRange.to ? behind : timeRange.to;
  if (from > to) return;

  let start: Record<string, unknown> | undefined;
  for (;;) {
    const { Items, LastEvaluatedKey, ConsumedCapacity } = await client.send(
      new QueryCommand({
        TableName: name,
        IndexName: index,
        KeyConditionExpression: `${partition} = :value AND ${sort} BETWEEN :from AND :to`,
        ExpressionAttributeValues: { ":value": value, ":from": from, ":to": to },
        ScanIndexForward: order === "asc",
        Limit: start === undefined ? budget.first : budget.more,
        ReturnConsumedCapacity: "TOTAL",
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    const items = (Items ?? []).map((item) => Item.parse(item));
    readSize.learn(JSON.stringify(items).length, items.length);
    budget.items -= items.length;
    budget.bytes -= (ConsumedCapacity?.CapacityUnits ?? 0) * BYTES_PER_UNIT;
    for (const item of items) if (!skips?.(item)) yield { sk: item[sort] ?? item.sk, stream, item };
    if (LastEvaluatedKey === undefined) return;
    start = LastEvaluatedKey;
    const last = items.at(-1);
    if (last !== undefined && (budget.items <= 0 || budget.bytes <= 0))
      return yield { sk: last[sort] ?? last.sk, stream };
  }
}
