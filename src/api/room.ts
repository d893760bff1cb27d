import type { Format, Page } from "../http/format.ts";
import type { Entry } from "../log/entry.ts";
import type { Fits } from "../log/reader.ts";

/** Measures the room for entries in one answer, in the bytes that a format needs for them. */
export interface Room {
  /** The bytes that this entry needs. */
  readonly sizeOf: (entry: Entry) => number;
  /** Room for a list. The first entry always fits, even if it is too large, so that a list goes on. */
  readonly forList: () => Fits;
  /** Room for this number of bytes. It can be too small for any entry. */
  readonly of: (bytes: number) => Fits;
}

/**
 * The bytes for entries in one answer. Lambda allows 6,291,556 bytes for the JSON that a function returns, in which the body is
 * a JSON string. The rest is for the links to other pages, in the body and in a header.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const ROOM_BYTES = 6_000_000;

/** Room without an end. Most answers need no measuring: see {@link isTooLarge}. */
export const endless: Room = { sizeOf: () => 0, of: () => () => true, forList: () => () => true };

/** Whether a body takes more than the room in an answer. One UTF-16 unit takes at most 6 bytes in a JSON string. */
export const isTooLarge = (body: string): boolean =>
  body.length * 6 > ROOM_BYTES && Buffer.byteLength(JSON.stringify(body)) > ROOM_BYTES;

export const roomIn = ({ write }: Format<Page>): Room => {
  const sizeOf = (entry: Entry) => Buffer.byteLength(JSON.stringify(write({ entries: [entry] })));
  const of = (bytes: number, isOpen = false): Fits => {
    let left = bytes;
    let isEmpty = isOpen;
    return (entry) => {
      left -= sizeOf(entry);
      const fits = left >= 0 || isEmpty;
      isEmpty = false;
      return fits;
    };
  };
  return { sizeOf, of: (bytes) => of(bytes), forList: () => of(ROOM_BYTES, true) };
};
