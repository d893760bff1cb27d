import { BYTES, UNIT_BYTES } from "./budget.ts";
import type { Stream } from "./streams.ts";

/** How far a range has been read. Distances are in ms from where the sweep begins, in its direction. */
export interface Progress {
  readonly stream: Stream;
  isRead: boolean;
  /** Everything nearer than this has been read. */
  at: number;
  /** How many bytes have been read. */
  bytes: number;
}

/** What a sweep knows when it decides how far to read. */
interface Known {
  /** The end of all that is wanted. */
  readonly length: number;
  /** The read units so far. */
  readonly units: number;
  /** How many bytes an ms holds, as the request before has found. */
  readonly density: number | undefined;
  /** How many bytes an entry has. */
  readonly average: number;
}

/** A window is to hold so many bytes; a sweep that has read so many opens no further window; a window holds no more than is left. */
const WANTED = 0.4 * BYTES;
const ENOUGH = 0.5 * BYTES;
const MOST = 0.95 * BYTES;

/** The end of the first window: where nothing is known, it is the whole. */
export const firstWindow = ({ length, density }: Pick<Known, "length" | "density">): number =>
  density === undefined ? length : within(WANTED / density, length);

/**
 * The end of the next window behind one that has been read to its end, `end`, and holds `bytes` in `part` ms. Nothing, if the request
 * has read enough, or if it would cost too much: each range costs at least half a unit in each window, and the request may
 * spend 1.5 units for each unit that it counts.
 */
export const nextWindow = (
  { length, units }: Known,
  { end, part, bytes, counted }: Readonly<Record<"end" | "part" | "bytes" | "counted", number>>,
): number | undefined => {
  if (end >= length || units * UNIT_BYTES > ENOUGH || units * UNIT_BYTES > 1.5 * counted) return undefined;
  const wanted = Math.min(WANTED, 0.8 * BYTES - units * UNIT_BYTES);
  return within(end + (part * wanted) / Math.max(1, bytes), length, end);
};

/**
 * The end of the window, or an earlier one, where it holds more than the request may still read. The rest is estimated by what has
 * been read of each stream, since its shards share its entries evenly. The estimate of `density` weighs as much as three entries.
 */
export const fitWindow = (all: readonly Progress[], end: number, { units, density, average }: Known): number => {
  const read = all.filter(({ isRead }) => isRead);
  const spent = units * UNIT_BYTES;
  // Reading all ranges so would be too much: the others are read only as far as the least that is reached, or it was read in vain.
  const isTooMuch = read.length < all.length && (spent * all.length) / read.length > BYTES;
  const most = isTooMuch ? Math.min(end, Math.floor(nearest(read)) + 1) : end;

  const pooled = sum(read);
  const usual = density === undefined ? pooled.bytes / Math.max(1, pooled.ms) : density / all.length;
  if (usual === 0) return most;
  const prior = 3 * average;
  const rates = new Map(
    [...Map.groupBy(all, ({ stream }) => stream)].map(([stream, ranges]) => {
      const { bytes, ms } = sum(ranges);
      return [stream, (bytes + prior) / (ms + prior / usual)];
    }),
  );
  const rest = (to: number) =>
    all.reduce((bytes, { stream, at }) => bytes + (rates.get(stream) ?? 0) * Math.max(0, to - at), 0);
  if (rest(most) <= MOST - spent) return most;
  let [low, high] = [Math.min(most, Math.floor(nearest(all)) + 1), most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (rest(middle) <= MOST - spent) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** How many bytes an ms holds, as the next request may expect it. Nothing, where nothing has been found. */
export const densityOf = (all: readonly Progress[]): number | undefined => {
  const streams = [...Map.groupBy(all, ({ stream }) => stream).values()];
  const density = streams.reduce((bytes, ranges) => {
    const found = sum(ranges);
    return bytes + (ranges.length * found.bytes) / Math.max(1, found.ms);
  }, 0);
  return density > 0 ? density : undefined;
};

/** How far all ranges have been read. */
export const nearest = (all: readonly Progress[]): number =>
  all.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);

const sum = (all: readonly Progress[]) =>
  all.reduce(({ bytes, ms }, range) => ({ bytes: bytes + range.bytes, ms: ms + range.at }), { bytes: 0, ms: 0 });

const within = (end: number, length: number, before = 0): number =>
  Math.max(before + 1, Math.min(length, Math.floor(end)));
