import type { Format, Page } from "../http/format.ts";
import type { Entry } from "../log/entry.ts";
import type { Fits } from "../log/reader.ts";

/** How much room the entries of one answer have, as a format writes them. */
export interface Room {
  /** The bytes that this entry takes. */
  readonly sizeOf: (entry: Entry) => number;
  /** Room for a list: for one entry always, whatever its size. */
  readonly forList: () => Fits;
  /** Room of so many bytes. There may be none in it for any entry. */
  readonly of: (bytes: number) => Fits;
}

/**
 * A function may answer 6,291,556 bytes: of the JSON that it returns to Lambda, in which the body is a JSON string. The rest is for
 * the links to other pages, which are in the body and in a header.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const ROOM_BYTES = 6_000_000;

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
