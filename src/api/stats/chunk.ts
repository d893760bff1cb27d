import { type Continuation, timeOf } from "../../log/cursor.ts";
import type { Entry } from "../../log/entry.ts";
import type { Query, Reader } from "../../log/reader.ts";
import { isoOf, type TimeRange } from "../../log/time.ts";

/** A chunk of a time range: what one request could read of it. */
interface Chunk {
  readonly covered: TimeRange;
  /** Of which everything was read, and read here. */
  readonly whole: TimeRange;
  /** Where to go on; nothing where the time range has been read to its end. */
  readonly rest: Continuation | undefined;
}

/** So many are wanted that a request reads all that it may. */
const LIMIT = 2_000;

/**
 * Reads a time range until it ends, a request's budget is spent, or there is no room for more, and gives to `add` the entries of
 * each millisecond that was read whole: so one chunk ends where the next begins. Of a millisecond that alone is more than a
 * request may read, each chunk is given a part.
 */
export const readChunk = async (
  { each }: Pick<Reader, "each">,
  timeRange: Omit<Query, "limit"> & TimeRange,
  { add, hasRoom }: { readonly add: (entry: Entry) => void; readonly hasRoom: () => boolean },
): Promise<Chunk> => {
  const { order, from, to, after } = timeRange;
  let instant: Entry[] = [];
  const keep = () => {
    for (const entry of instant) add(entry);
    instant = [];
  };
  const stop = await each({ ...timeRange, limit: LIMIT }, (entry) => {
    if (entry.time !== instant[0]?.time) keep();
    instant.push(entry);
    return hasRoom();
  });

  const begun = after && timeOf(after); // the instant that the chunk before has a part of
  const ended = stop && timeOf(stop);
  const isStuck = ended !== undefined && ended === (begun ?? (order === "asc" ? from : before(to)));
  if (instant[0]?.time !== ended || isStuck) keep();
  if (order === "asc") {
    const whole = { from: begun ? behind(begun) : from, to: ended ?? to };
    const covered = { from: begun ?? from, to: isStuck ? behind(ended) : whole.to };
    return { covered, whole, rest: stop && (isStuck ? { after: stop, from, to } : { from: whole.to, to }) };
  }
  const whole = { from: ended ? behind(ended) : from, to: begun ?? to };
  const covered = { from: isStuck ? ended : whole.from, to: begun ? behind(begun) : to };
  return { covered, whole, rest: stop && (isStuck ? { after: stop, from, to } : { from, to: whole.from }) };
};

/** A millisecond later, or earlier. */
const behind = (time: string): string => isoOf(Date.parse(time) + 1);
const before = (time: string): string => isoOf(Date.parse(time) - 1);
