import { CALM_TIMEOUT_MS, type Kill, type Plan } from "./plan.ts";
import { type Random, randomOf } from "./random.ts";
import type { TableRequest } from "./request.ts";

export const faultKinds = [
  "ProvisionedThroughputExceededException",
  "ThrottlingException",
  "InternalServerError",
  "reset before the write",
  "reset after the write",
  "answer cut short",
  "slow answer",
  "late write",
  "killed before a claim",
  "killed after a claim",
  "killed before an entry",
  "killed after an entry",
  "killed before an entry with work",
  "killed after an entry with work",
  "asked again without a fault", // not injected: on a busy machine the SDK tires of waiting
] as const;

/** Those after which the sender is told of every write that was applied. */
export const honestKinds: readonly FaultKind[] = faultKinds.slice(0, 4);

/** What goes wrong with one request to the table. */
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** How long what is slow or late takes. */
  readonly ms: number;
}

/** Says of each request to the table what goes wrong with it. */
export type Faults = (request: TableRequest) => Fault | undefined;

/**
 * The faults of a schedule. What befalls the n-th request for an item depends on the seed, the item and n alone, so that
 * it is the same however requests are interleaved; only kills count the requests as they come.
 */
export const faultsOf = ({ seed, kills, faulty, timeoutMs }: Plan): Faults => {
  const seen = new Map<string, number>();
  const count = (what: string): number => {
    const before = seen.get(what) ?? 0;
    seen.set(what, before + 1);
    return before;
  };
  const isSlow = timeoutMs < CALM_TIMEOUT_MS;

  return ({ of, hash }) => {
    if (of === "other") return undefined;
    const kill = killOf(kills, PUTS[of], count(of) + 1);
    const n = count(`${of} ${hash}`);
    if (kill) return { kind: `killed ${kill.when} ${kill.at}`, ms: 0 };
    if (n >= lengthOf(randomOf(`${seed} ${of} ${hash}`), faulty)) return undefined;
    const random = randomOf(`${seed} ${of} ${hash} ${n}`);
    return { kind: drawKind(random, isSlow), ms: random.int(100, 450) };
  };
};

const PUTS = { claim: "a claim", entry: "an entry", worked: "an entry with work", read: undefined } as const;

/** How many requests for an item fail in a row: one, as many as a delivery tries, or more than all deliveries do. */
const lengthOf = (random: Random, faulty: number): number =>
  random.chance(faulty) ? random.pick([1, 1, 1, 1, 2, 2, 3, random.int(4, 6), random.chance(0.4) ? 12 : 1]) : 0;

const killOf = (kills: readonly Kill[], at: string | undefined, nth: number): Kill | undefined =>
  kills.find((kill) => kill.at === at && kill.nth === nth);

const drawKind = (random: Random, isSlow: boolean): FaultKind => {
  if (isSlow && random.chance(0.5)) return random.pick(["slow answer", "late write"]);
  if (random.chance(0.2)) return random.pick(["ProvisionedThroughputExceededException", "ThrottlingException"]);
  return random.pick([
    "InternalServerError",
    "reset before the write",
    "reset after the write",
    "reset after the write",
    "answer cut short",
  ]);
};
