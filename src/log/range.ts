import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { type Budget, bytesIn, type ReadSize, UNIT_BYTES } from "./budget.ts";
import { type Order, type Position, sortKeyBehind } from "./cursor.ts";
import { firstParses } from "./firstParses.ts";
import { Item, subjectKey } from "./item.ts";
import { type Key, pk } from "./key.ts";
import { isBySubject } from "./streams.ts";
import { indexes, type Table } from "./table.ts";
import type { TimeRange } from "./time.ts";

/** The part of one partition of the table, or of an index, that a query wants. */
export interface Range extends TimeRange {
  readonly stream: string;
  readonly shard: number;
  readonly index?: string;
  readonly partition: readonly [name: string, value: string];
  /** The attribute that sorts its items. */
  readonly sort: "sk" | "arrival";
  /** Whether it holds only the entries of the wanted subject. */
  readonly isOfSubject?: boolean;
  /** Which items to leave out. */
  readonly skips?: (item: Item) => boolean;
}

/** A place in a range: an item, or, without an item, the place where reading ended because the budget of the request was spent. */
export interface Place extends Position {
  readonly item?: Item;
}

type Shard = Pick<Key, "stream" | "shard">;

/** The entries of a shard by time. The entries of one subject come from the index `bySubject` if the stream is in it. */
export const byTime = (
  { streams }: Pick<Table, "streams">,
  shard: Shard,
  timeRange: TimeRange,
  subject?: string,
): Range => {
  const about = isBySubject(streams, shard.stream) ? subjectKey(shard, subject) : undefined;
  const range = { ...shard, sort: "sk", ...timeRange } as const;
  return about === undefined
    ? { ...range, partition: ["pk", pk(shard)] }
    : { ...range, index: indexes.bySubject, partition: ["about", about], isOfSubject: true };
};

/** The late entries of a shard, by the time of their record. */
export const byArrival = (shard: Shard, timeRange: TimeRange): Range => ({
  ...shard,
  index: indexes.byArrival,
  partition: ["late", pk(shard)],
  sort: "arrival",
  ...timeRange,
});

/** The result of one Query. `last` is the key after which the next Query begins; `undefined` if the range holds no more. */
interface Read {
  readonly items: readonly Item[];
  readonly units: number;
  readonly last: Record<string, unknown> | undefined;
}

/** One Query: at most `limit` items after the key `last`. `from` and `to` are sort keys or times. */
interface Reading extends TimeRange {
  readonly order: Order;
  readonly limit: number;
  readonly last: Record<string, unknown> | undefined;
}

/** Reads a part of a range with one Query. */
export const readOnce = async (
  { client, name }: Table,
  { index, partition: [partition, value], sort }: Range,
  { order, limit, from, to, last }: Reading,
): Promise<Read> => {
  const { Items, LastEvaluatedKey, ConsumedCapacity } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: index,
      KeyConditionExpression: `${partition} = :value AND ${sort} BETWEEN :from AND :to`,
      ExpressionAttributeValues: { ":value": value, ":from": from, ":to": to },
      ScanIndexForward: order === "asc",
      Limit: limit,
      ReturnConsumedCapacity: "TOTAL",
      ...(last && { ExclusiveStartKey: last }),
    }),
  );
  return {
    items: (Items ?? []).map((item) => Item().parse(item, firstParses())),
    units: Math.max(LEAST_UNITS, ConsumedCapacity?.CapacityUnits ?? 0),
    last: LastEvaluatedKey,
  };
};

const LEAST_UNITS = 0.5; // an eventually consistent read that finds nothing

/** The items of a range after `after`, in order. It reads a page only when the caller asks for its items. */
export async function* readRange(
  table: Table,
  range: Range,
  { order, after }: { readonly order: Order; readonly after: Position | undefined },
  budget: Budget,
  readSize: Pick<ReadSize, "learn">,
): AsyncGenerator<Place> {
  const { stream, sort, skips } = range;
  const bounds = boundsBehind(after, range, order);
  if (bounds.from > bounds.to) return;

  let start: Read["last"];
  for (;;) {
    const limit = start === undefined ? budget.first : budget.more;
    const { items, units, last } = await readOnce(table, range, { ...bounds, order, limit, last: start });
    readSize.learn(bytesIn(items), items.length);
    const bytes = (units * UNIT_BYTES) / Math.max(1, items.length);
    if (items.length === 0) budget.bytes -= bytes;
    for (const item of items) {
      if (!skips?.(item)) yield { sk: item[sort] ?? item.sk, stream, item };
      // Only now has the merge passed this item. An item that a range holds ready must not end the page: it would be read again.
      budget.items -= 1;
      budget.bytes -= bytes;
    }
    if (last === undefined) return;
    start = last;
    const end = items.at(-1);
    if (end !== undefined && (budget.items <= 0 || budget.bytes <= 0)) return yield { sk: end[sort] ?? end.sk, stream };
  }
}

/** The part of a range after a position. */
export const boundsBehind = (
  after: Position | undefined,
  { stream, from, to }: Pick<Range, "stream" | "from" | "to">,
  order: Order,
): TimeRange => {
  const behind = after && sortKeyBehind(after, stream, order);
  if (behind === undefined) return { from, to };
  return order === "asc" ? { from: behind > from ? behind : from, to } : { from, to: behind < to ? behind : to };
};
