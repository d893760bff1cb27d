import { type Continuation, timeOf } from "../../log/cursor.ts";
import type { Entry } from "../../log/entry.ts";
import type { Counting, Reader } from "../../log/reader.ts";
import { isoOf, type TimeRange } from "../../log/time.ts";

/** A chunk of a time range: what one request could read of it. */
interface Chunk {
  readonly covered: TimeRange;
  /** The part of `covered` of which every entry was counted here. */
  readonly whole: TimeRange;
  /**
   * The part of `covered` whose firings belong to this chunk. A millisecond of which two chunks count a part belongs to the second
   * one. So these parts join without a gap.
   */
  readonly due: TimeRange;
  /** Where the next request goes on. It is missing if the time range was read to its end. */
  readonly rest: Continuation | undefined;
}

/** What a request counts, and where it stops at the latest: a time in the range, or its end if there is none. */
type Part = Counting & { readonly limit: string | undefined };

/**
 * Reads a time range and gives each entry to `add`. It stops at the limit, when the request has read as much as it may, or
 * when there is no room for more. The next chunk begins where this one ends: usually between two milliseconds. If it ends within a
 * millisecond, both chunks cover that millisecond, and each counts a part of it.
 */
export const readChunk = async (
  { count }: Pick<Reader, "count">,
  { limit, ...counting }: Part,
  { add, hasRoom }: { readonly add: (entry: Entry) => void; readonly hasRoom: () => boolean },
): Promise<Chunk> => {
  const { order, from, to, after } = counting;
  const range = order === "asc" ? { from, to: limit ?? to } : { from: limit ?? from, to };
  const { end = limit === undefined ? undefined : { reached: limit }, density } = await count(
    { ...counting, ...range },
    (entry) => {
      add(entry);
      return hasRoom();
    },
  );

  const begun = after && timeOf(after); // the chunk before has counted a part of this millisecond
  const parted = end && "after" in end ? timeOf(end.after) : undefined; // the next chunk counts the rest of this millisecond
  const reached = end && "reached" in end ? end.reached : undefined;
  const goOn = density === undefined ? {} : { density: Number(density.toPrecision(3)) };
  if (order === "asc") {
    const covered = { from: begun ?? from, to: parted ? next(parted) : (reached ?? to) };
    const whole = { from: begun ? next(begun) : from, to: parted ?? covered.to };
    return {
      covered,
      whole,
      due: { from: covered.from, to: whole.to },
      rest: end && { ...goOn, ...("after" in end ? { ...end, from } : { from: end.reached }), to },
    };
  }
  const covered = { from: parted ?? reached ?? from, to: begun ? next(begun) : to };
  const whole = { from: parted ? next(parted) : covered.from, to: begun ?? to };
  return {
    covered,
    whole,
    due: { from: whole.from, to: covered.to },
    rest: end && { ...goOn, ...("after" in end ? { ...end, to } : { to: end.reached }), from },
  };
};

/** The part of a time range that is not counted yet. Of the millisecond of `after`, a part is. */
export const leftOf = ({ order, from, to, after }: Counting): TimeRange => {
  if (after === undefined) return { from, to };
  return order === "asc" ? { from: timeOf(after), to } : { from, to: next(timeOf(after)) };
};

/** A millisecond later. */
const next = (time: string): string => isoOf(Date.parse(time) + 1);
