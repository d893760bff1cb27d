import { BYTES, newBudget, type ReadSize } from "./budget.ts";
import { isBefore, type Order, type Position } from "./cursor.ts";
import type { Entry } from "./entry.ts";
import { type Filters, isFiltered, matches } from "./filters.ts";
import { type Item, toEntry } from "./item.ts";
import { merge } from "./merge.ts";
import { type Range, readRange } from "./range.ts";
import type { Table } from "./table.ts";

/** Gets an entry and its position. Returns whether it wants more. */
export type Take = (entry: Entry, at: Position) => boolean;

export interface Walk extends Filters {
  readonly order: Order;
  /** How many entries are likely to be taken. */
  readonly limit: number;
  readonly after?: Position | undefined;
}

/**
 * Walks through ranges in their common order, and gives `take` each live entry that matches the filters. It ends when `take` wants no
 * more, when there are no more entries, or when the budget of the request is spent. Returns the position where the next request goes
 * on; `undefined` if there are no more entries.
 */
export const newWalk =
  (table: Table, clock: () => number, readSize: ReadSize) =>
  async (ranges: readonly Range[], walk: Walk, take: Take): Promise<Position | undefined> => {
    const { order, limit, after } = walk;
    const budget = newBudget({
      ranges: walk.streams.length > 1 ? ranges.length : ranges.filter(isByTime).length,
      streams: walk.streams.length,
      limit,
      isFiltered: isFiltered(walk) || (walk.subject !== undefined && !ranges.every(({ isOfSubject }) => isOfSubject)),
      perRead: readSize.perRead(),
      most: readSize.entriesIn(BYTES / ranges.length), // so all ranges together hold no more ready than a request may read
    });
    const sources = ranges.map((range) => readRange(table, range, { order, after }, budget, readSize));

    let reached: Position | undefined;
    let isFull = false;
    for await (const { sk, stream, item } of merge(sources, order === "asc" ? isBefore : (a, b) => isBefore(b, a))) {
      if (item === undefined) return { sk, stream };
      if (isFull) return reached;
      reached = { sk, stream };
      if (!isLive(item, clock())) continue;
      const entry = toEntry(item);
      if (matches(entry, walk)) isFull = !take(entry, reached);
    }
    return undefined;
  };

/** Few entries are late. So the ranges by time share the page of one stream. With several streams, any range may hold it all. */
const isByTime = ({ sort }: Range): boolean => sort === "sk";

/** Whether an item has not expired. DynamoDB may delete an expired item days later. `now` is in ms since 1970. */
export const isLive = ({ expiresat }: Item, now: number): boolean => expiresat === undefined || expiresat > now / 1000;
