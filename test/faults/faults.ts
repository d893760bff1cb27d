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
  "retry without a fault", // not injected: on a busy machine the SDK may not wait long enough for an answer
] as const;

/** With these faults, no answer to a write that was applied is lost. */
export const kindsThatKeepAnswers: readonly FaultKind[] = faultKinds.slice(0, 4);

/** What goes wrong with one request to the table. */
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** How long a slow answer or a late write takes. */
  readonly ms: number;
}

/** Decides what goes wrong with a request to the table. */
export type Faults = (request: TableRequest) => Fault | undefined;

/**
 * The faults of a run. What happens to the n-th request for an item depends only on the seed, the item and n. It does
 * not depend on the order in which the requests arrive. Only kills depend on this order.
 */
export const faultsOf = ({ seed, kills, faulty, timeoutMs }: Plan): Faults => {
  const seen = new Map<string, number>();
  const count = (what: string): number => {
    const before = seen.get(what) ?? 0;
    seen.set(what, before + 1);
    return before;
  };
  const isSlow = timeoutMs < CALM_TIMEOUT_MS;

  return ({ kind, hash }) => {
    if (kind === "other") return undefined;
    const kill = killOf(kills, PUTS[kind], count(kind) + 1);
    const n = count(`${kind} ${hash}`);
    if (kill) return { kind: `killed ${kill.when} ${kill.at}`, ms: 0 };
    if (n >= lengthOf(randomOf(`${seed} ${kind} ${hash}`), faulty)) return undefined;
    const random = randomOf(`${seed} ${kind} ${hash} ${n}`);
    return { kind: drawKind(random, isSlow), ms: random.int(100, 450) };
  };
};

const PUTS = { claim: "a claim", entry: "an entry", worked: "an entry with work", read: undefined } as const;

/** How many requests for an item fail in a row: one, all of a delivery, or more than all deliveries send. */
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
