import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { endOfLog } from "./admission.ts";
import { newReadSize } from "./budget.ts";
import type { Order, Position } from "./cursor.ts";
import type { Entry } from "./entry.ts";
import { type Filters, matches } from "./filters.ts";
import { firstParses } from "./firstParses.ts";
import { Item, toEntry } from "./item.ts";
import { parseId, pk, sk } from "./key.ts";
import { byArrival, byTime } from "./range.ts";
import { SETTLE_MS } from "./settled.ts";
import { shardsWithin } from "./shards.ts";
import { type SweepEnd, sweep } from "./sweep.ts";
import type { Table } from "./table.ts";
import { newTail, type Tail } from "./tail.ts";
import { BEGINNING, isoOf, type TimeRange } from "./time.ts";
import { isLive, newWalk, type Take } from "./walk.ts";

/** Says whether one more entry fits in the page. A page ends before the first one that does not. */
export type Fits = (entry: Entry) => boolean;

/** What to read. `from` (inclusive) and `to` (exclusive) are RFC 3339, UTC, milliseconds. */
export interface Query extends Filters {
  readonly order: Order;
  readonly limit: number;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly after?: Position | undefined;
  readonly fits?: Fits | undefined;
}

/** A page of entries. If `after` is set, there may be more: a short or empty page need not be the last one. */
interface Page {
  readonly entries: readonly Entry[];
  readonly after?: Position;
}

/** What to follow: the entries that have settled since `from`, or after a position. */
export interface Following extends Filters {
  readonly limit: number;
  readonly from?: string | undefined;
  readonly after?: Position | undefined;
  readonly fits?: Fits | undefined;
}

/** The settled entries, in the order in which they settled, and where to go on: after a position if there may be more now, otherwise from a time. */
interface Settled {
  readonly entries: readonly Entry[];
  readonly go: { readonly after: Position } | { readonly from: string };
}

/** The entries to count. */
export interface Counting extends Filters, TimeRange {
  readonly order: Order;
  readonly after?: Position | undefined;
  /** The `density` that the previous request returned. */
  readonly density?: number | undefined;
}

/** `end` is where counting ended. It is `undefined` if counting reached the end of the time range. */
interface Counted {
  readonly end: SweepEnd | undefined;
  /** How many bytes one millisecond holds. It tells the next request how much to read at once. */
  readonly density: number | undefined;
}

/** An entry, its position, and when it expires, in seconds since 1970; `undefined` if it never expires. */
interface Found {
  readonly entry: Entry;
  readonly at: Position;
  readonly expiresat: number | undefined;
}

/** The reading side of the log. Each call throws what DynamoDB throws. */
export interface Reader {
  /** Finds the entry with this id in one of these streams, with a strongly consistent read. */
  readonly get: (id: string, streams: readonly string[]) => Promise<Found | undefined>;
  readonly page: (query: Query) => Promise<Page>;
  /** Gives each entry of a time range to `take`, until `take` wants no more or the request has read as much as it may. */
  readonly count: (query: Counting, take: Take) => Promise<Counted>;
  /** Returns settled entries. If each call continues where the previous one ended (`go`), the calls return each entry exactly once, however late it was written. */
  readonly follow: (query: Following) => Promise<Settled>;
  /** Returns what was recorded a moment ago. This is best effort, with eventually consistent reads. */
  readonly tail: Tail;
}

export const dynamoReader = (table: Table, clock: () => number = Date.now): Reader => {
  const readSize = newReadSize();
  const walk = newWalk(table, clock, readSize);
  const shardsOf = ({ streams }: Filters, { from, to }: TimeRange) => {
    const shards = [...Array(shardsWithin(table.shards, from, to)).keys()];
    return streams.flatMap((stream) => shards.map((shard) => ({ stream, shard })));
  };

  /** The ranges that a query reads, and the time range without the future, which holds no entry. */
  const rangesOf = (query: Pick<Query, "from" | "to"> & Filters) => {
    const last = endOfLog(clock());
    const { from = BEGINNING, to = last } = query;
    const timeRange = { from, to: to < last ? to : last };
    const ranges = shardsOf(query, timeRange).map((shard) => byTime(table, shard, timeRange, query.subject));
    return { timeRange, ranges };
  };

  return {
    get: async (id, streams) => {
      const key = parseId(id);
      if (key === undefined || !streams.includes(key.stream)) return undefined;
      const { Item: found } = await table.client.send(
        new GetCommand({
          TableName: table.name,
          Key: { pk: pk(key), sk: sk(key) },
          ConsistentRead: true,
        }),
      );
      const item = found && Item().parse(found, firstParses());
      if (item === undefined || !isLive(item, clock())) return undefined;
      return { entry: toEntry(item), at: { sk: item.sk, stream: key.stream }, expiresat: item.expiresat };
    },

    count: async (query, take) => {
      const { timeRange, ranges } = rangesOf(query);
      const { places, end, density } = await sweep(table, ranges, { ...query, ...timeRange }, readSize);
      for (const { sk, stream, item } of places) {
        if (!isLive(item, clock())) continue;
        const entry = toEntry(item);
        if (matches(entry, query) && !take(entry, { sk, stream })) return { end: { after: { sk, stream } }, density };
      }
      return { end, density };
    },

    page: async (query) => {
      const { entries, take, end } = newPage(query);
      const after = end(await walk(rangesOf(query).ranges, query, take));
      return { entries, ...(after && { after }) };
    },

    follow: async (query) => {
      const { entries, take, end } = newPage(query);
      const to = isoOf(clock() - SETTLE_MS);
      const { from = BEGINNING, after } = query;
      if ((after?.sk ?? from) >= to) return { entries, go: after ? { after } : { from } };
      const timeRange = { from, to };
      const ranges = [
        ...shardsOf(query, timeRange).map((shard) => ({ ...byTime(table, shard, timeRange), skips: isLate })),
        ...shardsOf(query, { from: BEGINNING, to }).map((shard) => byArrival(shard, timeRange)),
      ];
      const reached = end(await walk(ranges, { ...query, order: "asc" }, take));
      return { entries, go: reached ? { after: reached } : { from: to } };
    },

    tail: newTail(table, clock),
  };
};

const isLate = ({ late }: Item): boolean => late !== undefined;

/** Collects the entries of a page. `end` takes the position where reading ended and returns the position where the page ended. */
const newPage = ({ limit, fits = () => true, after }: Pick<Query, "limit" | "fits" | "after">) => {
  const entries: Entry[] = [];
  let last = after;
  let isCut = false;
  const take: Take = (entry, at) => {
    // The first entry is taken whatever its size. Otherwise, the page would be empty and would have no position to go on from.
    isCut = !fits(entry) && last !== undefined;
    if (isCut) return false;
    entries.push(entry);
    last = at;
    return entries.length < limit;
  };
  return { entries, take, end: (reached: Position | undefined) => (isCut ? last : reached) };
};
