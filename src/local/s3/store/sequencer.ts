import { readFile } from "node:fs/promises";
import { writeWhole } from "../../writeWhole.ts";

/**
 * Gives S3's sequencers: hexadecimal numbers, each larger than all before, also after a restart and if the clock goes back. `path`
 * is a file that holds a number which no sequencer has reached. `now` is in ms since 1970.
 */
export const sequencer = async (path: string, now: () => number) => {
  const kept = await readFile(path, "utf8").catch(() => "0");
  let last = BigInt(/^[0-9a-f]{1,20}$/i.test(kept) ? `0x${kept}` : 0);
  let limit = last;
  return async (): Promise<string> => {
    const fromClock = BigInt(Math.max(0, now())) << FRACTION_BITS;
    last = fromClock > last ? fromClock : last + 1n;
    if (last >= limit) {
      limit = last + RESERVE;
      await writeWhole(path, limit.toString(16));
    }
    return last.toString(16).toUpperCase().padStart(DIGITS, "0");
  };
};

const DIGITS = 18; // as many as S3 writes
const FRACTION_BITS = 12n; // room for several changes within a millisecond
// The numbers of a minute. The file is written once a minute, not at each change.
const RESERVE = 60_000n << FRACTION_BITS;
