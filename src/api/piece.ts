import { type Continuation, timeOf } from "../log/cursor.ts";
import type { Entry } from "../log/entry.ts";
import type { Query, Reader } from "../log/read.ts";

/** `from <= time < to`, RFC 3339, UTC, milliseconds. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** A piece of a stretch of the log: what one request could read of it. */
interface Piece {
  readonly covered: Span;
  /** Of which everything was read, and read here. */
  readonly whole: Span;
  /** Where to go on; nothing where the stretch has been read to its end. */
  readonly rest: Continuation | undefined;
}

/** So many are wanted that a request reads all that it may. */
const LIMIT = 2_000;

/**
 * Reads a stretch until it ends, a request's budget is spent, or there is no room for more, and gives to `add` the entries of
 * each millisecond that was read whole: so one piece ends where the next begins. Of a millisecond that alone is more than a
 * request may read, each piece is given a part.
 */
export const readPiece = async (
  { each }: Pick<Reader, "each">,
  stretch: Omit<Query, "limit"> & Span,
  { add, hasRoom }: { readonly add: (entry: Entry) => void; readonly hasRoom: () => boolean },
): Promise<Piece> => {
  const { order, from, to, after } = stretch;
  let instant: Entry[] = [];
  const keep = () => {
    for (const entry of instant) add(entry);
    instant = [];
  };
  const stop = await each({ ...stretch, limit: LIMIT }, (entry) => {
    if (entry.time !== instant[0]?.time) keep();
    instant.push(entry);
    return hasRoom();
  });

  const begun = after && timeOf(after); // the instant that the piece before has a part of
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
const behind = (time: string): string => new Date(Date.parse(time) + 1).toISOString();
const before = (time: string): string => new Date(Date.parse(time) - 1).toISOString();
