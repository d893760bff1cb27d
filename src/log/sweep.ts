import { type Axis, axisOf } from "./axis.ts";
import { BYTES, type ReadSize, UNIT_BYTES } from "./budget.ts";
import { isBefore, type Order, type Position } from "./cursor.ts";
import { boundsBehind, type Place, type Range, readOnce } from "./range.ts";
import { shardsWithin } from "./shards.ts";
import type { Table } from "./table.ts";
import type { TimeRange } from "./time.ts";
import { densityOf, firstWindow, fitWindow, nearest, nextWindow, type Progress } from "./window.ts";

/** The time range to read, and its direction. */
interface Sweep extends TimeRange {
  readonly order: Order;
  readonly after?: Position | undefined;
  /** How many bytes one millisecond holds, as the request before has measured. It only decides how much is read at once. */
  readonly density?: number | undefined;
}

/** Where a sweep has ended. Everything up to that time has been read; or, within one millisecond, up to that place. */
export type SweepEnd = { readonly reached: string } | { readonly after: Position };

interface Swept {
  /** All places up to the end, in order. */
  readonly places: readonly Required<Place>[];
  /** It is missing if everything has been read. */
  readonly end: SweepEnd | undefined;
  readonly density: number | undefined;
}

/** A range, and the items that have been read from it. */
interface Source extends Progress {
  readonly range: Range;
  readonly found: { readonly place: Required<Place>; readonly at: number; readonly bytes: number }[];
  /** The key after which the next read begins, if the last read stopped early, and the place of that key. */
  last: Record<string, unknown> | undefined;
  stop: Position | undefined;
  bytesInWindow: number;
}

/**
 * Reads ranges as far as one request may. It reads a window of time to its end in all ranges, and then opens the next window. If it
 * read one range further than the others, the next request would have to read that part again.
 */
export const sweep = async (
  table: Table,
  ranges: readonly Range[],
  { order, from, to, after, density }: Sweep,
  readSize: ReadSize,
): Promise<Swept> => {
  const axis = axisOf(order, { from, to }, after);
  const sources = ranges.map(newSource).sort((a, b) => a.range.shard - b.range.shard);
  let [units, longest] = [0, 0];
  const known = () => ({ length: axis.length, units, density, average: readSize.average() });

  const read = async (source: Source, end: number, most: number): Promise<void> => {
    const { range, found } = source;
    const part = axis.between(source.at, end);
    const isHeld = range.shard < shardsWithin(table.shards, part.from, part.to);
    const bytes = Math.min(most, Math.max(UNIT_BYTES / 2, BYTES / 4 / ranges.length, 4 * source.bytesInWindow));
    const bounds = boundsBehind(after, { ...range, ...part }, order);
    const reading = { ...bounds, order, limit: readSize.entriesIn(bytes), last: source.last };
    const answer = isHeld ? await readOnce(table, range, reading) : { items: [], units: 0, last: undefined };
    const sizes = answer.items.map((item) => JSON.stringify(item).length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    readSize.learn(total, sizes.length);
    longest = Math.max(longest, ...sizes);
    units += answer.units;
    for (const [index, item] of answer.items.entries()) {
      const place = { sk: item.sk, stream: range.stream, item };
      found.push({ place, at: axis.distanceOf(place), bytes: sizes[index] ?? 0 });
    }
    source.isRead = true;
    source.last = answer.last;
    source.stop = answer.last && { sk: String(answer.last["sk"]), stream: range.stream };
    source.at = source.stop ? axis.distanceOf(source.stop) : end;
    source.bytes += total;
    source.bytesInWindow += total;
  };

  let [end, begin, counted] = [firstWindow(known()), 0, 0];
  while (axis.length > 0) {
    const left = BYTES - units * UNIT_BYTES;
    const behind = sources.filter(({ isRead, at }) => !isRead || at < end).sort(byNeed);
    if (behind.length === 0) {
      const bytes = bytesBefore(sources, end);
      const next = nextWindow(known(), { end, part: end - begin, bytes: bytes - counted, counted: bytes });
      if (next === undefined) break;
      for (const source of sources) source.bytesInWindow = 0;
      [end, begin, counted] = [next, end, bytes];
    } else if (left < TOO_LITTLE && behind.every(({ isRead }) => isRead)) {
      break;
    } else {
      const most = left / behind.length;
      const worst = Math.min(READ_BYTES, readSize.entriesIn(most) * Math.max(longest, readSize.average()));
      // The first read is made alone, because it shows how long entries are.
      const atOnce = units === 0 ? 1 : concurrencyOf(ranges.length, left / worst);
      await Promise.all(behind.slice(0, atOnce).map((source) => read(source, end, most)));
      end = fitWindow(sources, end, known());
    }
  }
  return { ...endOf(sources, axis, order), density: densityOf(sources) };
};

const READ_BYTES = 1024 * 1024; // the most that one Query reads
const TOO_LITTLE = 0.03 * BYTES; // for another read

const newSource = (range: Range): Source => ({
  ...{ range, stream: range.stream, found: [], last: undefined, stop: undefined },
  ...{ isRead: false, at: 0, bytes: 0, bytesInWindow: 0 },
});

/** First the ranges that have not been read, then those that have been read least far. */
const byNeed = (a: Source, b: Source): number => Number(a.isRead) - Number(b.isRead) || a.at - b.at;

/** How many ranges to read at once, at most `most`. They are few, because each read shows how far to read the others. */
const concurrencyOf = (ranges: number, most: number): number =>
  Math.max(1, Math.min(16, Math.ceil(ranges / 12), Math.floor(most)));

const bytesBefore = (sources: readonly Source[], end: number): number =>
  sources.flatMap(({ found }) => found).reduce((sum, { at, bytes }) => sum + (at < end ? bytes : 0), 0);

/** The place up to which all ranges have been read, and the places before it. */
const endOf = (sources: readonly Source[], axis: Axis, order: Order): Pick<Swept, "places" | "end"> => {
  const isNearer = (a: Position, b: Position): boolean => (order === "asc" ? isBefore(a, b) : isBefore(b, a));
  const inOrder = (a: Position, b: Position): number => (isNearer(a, b) ? -1 : 1);
  const near = nearest(sources);
  const reached = Math.min(axis.length, Math.floor(near));
  // One millisecond can hold a large part of what a request may read. It is counted in parts, each up to where the first range stopped.
  const isParted = reached === 0 || bytesBefore(sources, near) - bytesBefore(sources, reached) > BYTES / 8;
  const [after] = isParted ? sources.flatMap(({ stop }) => stop ?? []).sort(inOrder) : [];
  const places = sources
    .flatMap(({ found }) => found)
    .filter(({ at, place }) => (after ? !isNearer(after, place) : at < reached))
    .map(({ place }) => place)
    .sort(inOrder);
  if (after) return { places, end: { after } };
  return { places, end: reached < axis.length ? { reached: axis.boundaryAt(reached) } : undefined };
};
