import { createHash } from "node:crypto";

/** Random values. The same seed always gives the same values. */
export interface Random {
  readonly chance: (probability: number) => boolean;
  /** A whole number, `min` and `max` included. */
  readonly int: (min: number, max: number) => number;
  readonly pick: <T>(values: readonly [T, ...T[]]) => T;
}

/** Each seed has its own values. So the values of one thing do not depend on how many were drawn for another. */
export const randomOf = (seed: string): Random => {
  const fraction = mulberry32(createHash("sha256").update(seed).digest().readUInt32BE());
  const int = (min: number, max: number) => min + Math.floor(fraction() * (max - min + 1));
  return {
    chance: (probability) => fraction() < probability,
    int,
    pick: (values) => values[int(0, values.length - 1)] ?? values[0],
  };
};

const mulberry32 = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
