import { BYTES, UNIT_BYTES } from "./budget.ts";

/** How far a range has been read. Distances are in ms from the beginning of the sweep, in its direction. */
export interface Progress {
  readonly stream: string;
  isRead: boolean;
  /** Everything nearer than this distance has been read. */
  at: number;
  /** How many bytes have been read. */
  bytes: number;
}

/** The facts by which a sweep decides how far to read. */
interface Known {
  /** The distance of the end of the time range. */
  readonly length: number;
  /** The read units so far. */
  readonly units: number;
  /** How many bytes one millisecond holds, as the request before has measured. */
  readonly density: number | undefined;
  /** How many bytes an entry has. */
  readonly average: number;
}

const WANTED = 0.4 * BYTES; // A window should hold so many bytes.
const ENOUGH = 0.5 * BYTES; // A sweep that has read so many bytes opens no further window.
const MOST = 0.95 * BYTES; // A sweep plans to read no more than this.

/** The end of the first window. If no density is known, the window is the whole time range. */
export const firstWindow = ({ length, density }: Pick<Known, "length" | "density">): number =>
  density === undefined ? length : within(WANTED / density, length);

/**
 * The end of the next window, after one that has been read to its `end` and holds `bytes` in `part` ms. There is no next window if the
 * request has read enough, or if the window would cost too much: each range costs at least half a unit in each window, and the
 * request may spend 1.5 units for each unit that it counts.
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
 * The end of the window, or an earlier end if the window holds more than the request may still read. The unread rest is estimated
 * from the entries that have been read of each stream, because its shards share its entries evenly. The given `density` weighs as
 * much as three entries.
 */
export const fitWindow = (all: readonly Progress[], end: number, { units, density, average }: Known): number => {
  const read = all.filter(({ isRead }) => isRead);
  const spent = units * UNIT_BYTES;
  // It would be too much to read all ranges so far. So the others are read only as far as the range that was read least far.
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

/** How many bytes one millisecond holds, for the next request. It is missing if no entry was read. */
export const densityOf = (all: readonly Progress[]): number | undefined => {
  const streams = [...Map.groupBy(all, ({ stream }) => stream).values()];
  const density = streams.reduce((bytes, ranges) => {
    const found = sum(ranges);
    return bytes + (ranges.length * found.bytes) / Math.max(1, found.ms);
  }, 0);
  return density > 0 ? density : undefined;
};

/** The distance up to which all ranges have been read. */
export const nearest = (all: readonly Progress[]): number =>
  all.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);

const sum = (all: readonly Progress[]) =>
  all.reduce(({ bytes, ms }, range) => ({ bytes: bytes + range.bytes, ms: ms + range.at }), { bytes: 0, ms: 0 });

const within = (end: number, length: number, before = 0): number =>
  Math.max(before + 1, Math.min(length, Math.floor(end)));
