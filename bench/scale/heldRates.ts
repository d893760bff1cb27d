import { PARTITION } from "./partition.ts";
import { shardsOf } from "./traffic.ts";
import { highestRate, refusedPart } from "./writing.ts";

const SECONDS = 4;
const SHARDS = [1, 4, 16, 64] as const;

/** What N shards take, if the events arrive evenly and each entry costs one write unit. */
export interface Held {
  readonly shards: number;
  /** The most events a second without a refused write, with no help from unused capacity. */
  readonly rate: number;
  /** For each offered rate, how many events a second are taken. */
  readonly curve: readonly { readonly offered: number; readonly taken: number }[];
}

/** How many events a second the shards of one stream take. */
export const heldRates = (hashes: readonly string[]): readonly Held[] =>
  SHARDS.map((shards) => {
    const shardOf = shardsOf(hashes, shards);
    const full = shards * PARTITION.writeUnits;
    const refused = (rate: number, seconds: number) =>
      refusedPart({ shardOf, shards, rates: Array<number>(seconds).fill(rate), bursts: false });
    return {
      shards,
      rate: highestRate(10, full, (rate) => refused(rate, SECONDS) === 0),
      curve: OFFERED.map((offered) => ({ offered, taken: offered * (1 - refused(offered, 2)) })),
    };
  });

const OFFERED = Array.from({ length: 25 }, (_, i) => Math.round(100 * 2 ** (i / 2.4)));
