import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { newBudget, newReadSize } from "./budget.ts";
import { isBefore, type Position } from "./cursor.ts";
import type { Entry } from "./entry.ts";
import { Item, toEntry } from "./item.ts";
import { parseId, pk, sk } from "./key.ts";
import { merge } from "./merge.ts";
import { type Place, readShard } from "./shard.ts";
import { shardsWithin } from "./shards.ts";
import type { Stream } from "./streams.ts";
import type { Table } from "./table.ts";

/** What to read. `from` (inclusive) and `to` (exclusive) are RFC 3339, UTC, milliseconds. */
export interface Query {
  readonly streams: readonly Stream[];
  readonly order: "asc" | "desc";
  readonly limit: number;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly type?: string | undefined;
  readonly source?: string | undefined;
  readonly subject?: string | undefined;
  readonly subjectPrefix?: string | undefined;
  readonly after?: Position | undefined;
}

/** `after` is there when there may be more; a page can be short, even empty, and still not be the last. */
export interface Page {
  readonly entries: readonly Entry[];
  readonly after?: Position;
}

/** The reading side of the log. Each call throws what DynamoDB throws. */
export interface Reader {
  /** The entry of that id in one of these streams, and when it expires (seconds since 1970), if ever; strongly consistent. */
  readonly get: (
    id: string,
    streams: readonly Stream[],
  ) => Promise<{ readonly entry: Entry; readonly expiresat?: number | undefined } | undefined>;
  readonly page: (query: Query) => Promise<Page>;
}

// Of JSON in the JSON that a function answers, which has at most 6 MB; as CSV it is half as long again.
const PAGE_BYTES = 3_000_000;
const FIRST = "0000-01-01T00:00:00.000Z";
const LAST = "9999-12-31T23:59:59.999Z";

export const dynamoReader = (table: Table, clock: () => number = Date.now): Reader => {
  const readSize = newReadSize();
  return {
    get: async (id, streams) => {
      const key = parseId(id);
      if (key === undefined || !streams.includes(key.stream)) return undefined;
      const { Item: found } = await table.client.send(
        new GetItemCommand({
          TableName: table.name,
          Key: marshall({ pk: pk(key), sk: sk(key) }),
          ConsistentRead: true,
        }),
      );
      const item = found && Item.parse(unmarshall(found));
      return item && isLive(item, clock()) ? { entry: toEntry(item), expiresat: item.expiresat } : undefined;
    },

    page: async (query) => {
      const { streams, from = FIRST, to = LAST, order, limit } = query;
      const shards = [...Array(shardsWithin(table.shards, from, to)).keys()];
      const wanted = streams.flatMap((stream) => shards.map((shard) => ({ stream, shard })));
      const budget = newBudget({
        streams: streams.length,
        shards: shards.length,
        limit,
        isFiltered: isFiltered(query),
        perRead: readSize.perRead(),
      });
      const window = { from, to, order, subject: query.subject, after: query.after };
      const sources = wanted.map((shard) => readShard(table, shard, window, budget, readSize));

      const entries: Entry[] = [];
      let bytes = 0;
      let after: Position | undefined;
      for await (const place of merge(sources, order === "asc" ? isBefore : (a, b) => isBefore(b, a))) {
        if (place.item === undefined) return { entries, after: position(place) };
        if (after !== undefined && (entries.length === limit || bytes > PAGE_BYTES)) return { entries, after };
        after = position(place);
        if (!isLive(place.item, clock())) continue;
        const entry = toEntry(place.item);
        if (!matches(entry, query)) continue;
        entries.push(entry);
        bytes += Buffer.byteLength(JSON.stringify(JSON.stringify(entry)));
      }
      return { entries };
    },
  };
};

const position = ({ sk, stream }: Place): Position => ({ sk, stream });

const isLive = ({ expiresat }: Item, now: number): boolean => expiresat === undefined || expiresat > now / 1000;

const isFiltered = ({ type, source, subjectPrefix }: Query): boolean =>
  [type, source, subjectPrefix].some((filter) => filter !== undefined);

const matches = (entry: Entry, query: Query): boolean =>
  (["type", "source", "subject"] as const).every(
    (field) => query[field] === undefined || entry[field] === query[field],
  ) &&
  (query.subjectPrefix === undefined || entry.subject?.startsWith(query.subjectPrefix) === true);
