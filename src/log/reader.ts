import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { AHEAD_MS } from "./admission.ts";
import { newReadSize } from "./budget.ts";
import type { Order, Position } from "./cursor.ts";
import type { Entry } from "./entry.ts";
import { type Filters, matches } from "./filters.ts";
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

/** `after` is there when there may be more; a page can be short, even empty, and still not be the last. */
interface Page {
  readonly entries: readonly Entry[];
  readonly after?: Position;
}

/** What to follow: what has settled since `from`, or behind a place. */
export interface Following extends Filters {
  readonly limit: number;
  readonly from?: string | undefined;
  readonly after?: Position | undefined;
  readonly fits?: Fits | undefined;
}

/** What has settled, in that order, and where to go on: behind a place when there may be more, else from a time. */
interface Settled {
  readonly entries: readonly Entry[];
  readonly go: { readonly after: Position } | { readonly from: string };
}

/** The entries to count. */
export interface Counting extends Filters, TimeRange {
  readonly order: Order;
  readonly after?: Position | undefined;
  /** The `density` that the request before has returned. */
  readonly density?: number | undefined;
}

/** Where counting has ended, if it did not reach the end of the time range. */
interface Counted {
  readonly end: SweepEnd | undefined;
  /** How many bytes one millisecond holds. It tells the next request how much to read at once. */
  readonly density: number | undefined;
}

/** An entry, where it stands, and when it expires (seconds since 1970), if ever. */
interface Found {
  readonly entry: Entry;
  readonly at: Position;
  readonly expiresat: number | undefined;
}

/** The reading side of the log. Each call throws what DynamoDB throws. */
export interface Reader {
  /** The entry of that id in one of these streams; strongly consistent. */
  readonly get: (id: string, streams: readonly string[]) => Promise<Found | undefined>;
  readonly page: (query: Query) => Promise<Page>;
  /** Gives each entry of a time range to `take`, until `take` wants no more or the request has read as much as it may. */
  readonly count: (query: Counting, take: Take) => Promise<Counted>;
  /** Every entry exactly once over all calls, each with what the one before gave as `go`, however late it was written. */
  readonly follow: (query: Following) => Promise<Settled>;
  /** What was recorded a moment ago, best effort; eventually consistent. */
  readonly tail: Tail;
}

const SKEW_MS = 60_000;

export const dynamoReader = (table: Table, clock: () => number = Date.now): Reader => {
  const readSize = newReadSize();
  const walk = newWalk(table, clock, readSize);
  const shardsOf = ({ streams }: Filters, { from, to }: TimeRange) => {
    const shards = [...Array(shardsWithin(table.shards, from, to)).keys()];
    return streams.flatMap((stream) => shards.map((shard) => ({ stream, shard })));
  };

  /** The ranges that a query reads, and the time range without the future, which holds no entry. */
  const rangesOf = (query: Pick<Query, "from" | "to"> & Filters) => {
    const last = isoOf(clock() + AHEAD_MS + SKEW_MS);
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
      const item = found && Item.parse(found);
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

/** The entries of a page, as they are taken. `end` makes of the place where the reading ended that where the page did. */
const newPage = ({ limit, fits = () => true, after }: Pick<Query, "limit" | "fits" | "after">) => {
  const entries: Entry[] = [];
  let last = after;
  let isCut = false;
  const take: Take = (entry, at) => {
    // With no place to go on from, the first entry is taken whatever its size: or a page would be the last one, and empty.
    isCut = !fits(entry) && last !== undefined;
    if (isCut) return false;
    entries.push(entry);
    last = at;
    return entries.length < limit;
  };
  return { entries, take, end: (reached: Position | undefined) => (isCut ? last : reached) };
};
