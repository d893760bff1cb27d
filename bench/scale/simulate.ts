import { type CatchUp, catchUps } from "./catchUp.ts";
import { type Held, heldRates } from "./heldRates.ts";
import { type HotSubject, hotSubjects } from "./hotSubject.ts";
import { hashesOf } from "./traffic.ts";
import { type Raise, whenToRaise } from "./whenToRaise.ts";

/** What the simulation of a large log gives. It is the same in every run. */
export interface Simulated {
  readonly held: readonly Held[];
  readonly hot: readonly HotSubject[];
  readonly raise: readonly Raise[];
  readonly catchUp: readonly CatchUp[];
}

const EVENTS = 256_000; // four seconds of 64 full shards

/** Simulates a log at a scale that no laptop has. */
export const simulate = async (): Promise<Simulated> => {
  const hashes = hashesOf(EVENTS);
  return {
    held: heldRates(hashes),
    hot: hotSubjects(hashes.slice(0, EVENTS / 4)),
    raise: whenToRaise(hashes),
    catchUp: await catchUps(),
  };
};
