import { hashOf, shardOf } from "../../src/log/key.ts";

/** The hashes of different events, by the key function of the log. */
export const hashesOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => hashOf(["http", "arn:aws:iam::111122223333:user/alice", String(n)]));

/** The shard of each hash, by the key function of the log. */
export const shardsOf = (hashes: readonly string[], shards: number): Uint16Array =>
  Uint16Array.from(hashes, (hash) => shardOf(hash, shards));

/** Numbers from 0 to 1 that are the same in every run. */
export const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
};
