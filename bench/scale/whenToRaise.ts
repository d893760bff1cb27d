import { PARTITION } from "./partition.ts";
import { seeded, shardsOf } from "./traffic.ts";
import { highestRate, refusedPart } from "./writing.ts";

const SHARDS = 16;
const SECONDS = 300;
const REFUSED = 0.0001;

/** Kinds of traffic: which part of the seconds is busy, and how many times the average a busy second has. */
const TRAFFIC = [
  { name: "even", part: 0, times: 1 },
  { name: "every tenth second has 3 times the average", part: 0.1, times: 3 },
  { name: "every tenth second has 8 times the average", part: 0.1, times: 8 },
  { name: "every fiftieth second has 30 times the average", part: 0.02, times: 30 },
] as const;

/** Up to which average rate of a shard the log takes a kind of traffic, in events a second: at most one write of 10,000 is refused. */
export interface Raise {
  readonly traffic: string;
  readonly withoutSaved: number;
  readonly withSaved: number;
}

/** The average rates above which a stream needs more shards. */
export const whenToRaise = (hashes: readonly string[]): readonly Raise[] =>
  TRAFFIC.map(({ name, part, times }) => {
    const shardOf = shardsOf(hashes, SHARDS);
    const random = seeded(16);
    const factors = Array.from({ length: SECONDS }, () => (random() < part ? times : (1 - part * times) / (1 - part)));
    const mean = factors.reduce((sum, factor) => sum + factor, 0) / SECONDS;
    const most = (bursts: boolean) =>
      highestRate(10, PARTITION.writeUnits, (average) => {
        const rates = factors.map((factor) => Math.round((average * SHARDS * factor) / mean));
        return refusedPart({ shardOf, shards: SHARDS, rates, bursts }) <= REFUSED;
      });
    return { traffic: name, withoutSaved: most(false), withSaved: most(true) };
  });
