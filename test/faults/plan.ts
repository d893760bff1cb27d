import { type Call, newCall } from "./calls.ts";
import { type Expected, newMarks } from "./expected.ts";
import { newFiring } from "./firings.ts";
import { type Random, randomOf } from "./random.ts";
import { newRecord, newStranger, newTestEvent, type Sent } from "./uploads.ts";

/** The functions that the simulator invokes: the exported handlers, and one with a work function. */
export type FunctionName = "s3" | "worked" | "schedule" | "http" | "logs";

/** An asynchronous event, and how AWS happens to deliver it. */
export interface Delivery {
  readonly to: FunctionName;
  readonly event: unknown;
  /** What the log must say of each record in it, in order. */
  readonly records: readonly Expected[];
  readonly afterMs: number;
  /** How often it is delivered at the same moment, each copy retried by itself. */
  readonly copies: number;
  /** Whether it comes once more although it has succeeded. */
  readonly again: boolean;
}

/** Where the process is killed: at the n-th such put, before it is passed on or after it was applied. */
export interface Kill {
  readonly at: "a claim" | "an entry" | "an entry with work";
  readonly nth: number;
  readonly when: "before" | "after";
}

/** A schedule: all that happens in one run, drawn from its seed. */
export interface Plan {
  readonly seed: number;
  readonly deliveries: readonly Delivery[];
  readonly calls: readonly Call[];
  readonly kills: readonly Kill[];
  /** The functions' time-out; a short one makes slow answers come too late. */
  readonly timeoutMs: number;
  /** The share of the items whose requests meet faults. */
  readonly faulty: number;
}

const KILLED = 0.2;
const SHORT_TIMEOUT = 0.15;

/** The time-out of functions that are given all the time they need. */
export const CALM_TIMEOUT_MS = 30_000;

export const planOf = (seed: number): Plan => {
  const random = randomOf(`plan ${seed}`);
  const mark = newMarks();
  const timeoutMs = random.chance(SHORT_TIMEOUT) ? random.int(1_150, 1_400) : CALM_TIMEOUT_MS;
  return {
    seed,
    deliveries: [...uploads(random, mark), ...firings(random, mark)],
    calls: Array.from({ length: random.int(1, 4) }, (_, n) => newCall(random, n + 1, mark)),
    kills: random.chance(KILLED) ? Array.from({ length: random.int(1, 2) }, () => newKill(random)) : [],
    timeoutMs,
    faulty: random.pick([0.03, 0.1, 0.3]),
  };
};

const uploads = (random: Random, mark: () => string): readonly Delivery[] => {
  const given: Sent[] = [];
  return Array.from({ length: random.int(1, 3) }, () => {
    if (random.chance(0.04)) return delivery(random, "s3", newStranger(mark()));
    if (random.chance(0.04)) return delivery(random, "s3", newTestEvent(random, mark()));
    const worked = random.chance(0.3);
    const count = random.pick([1, 2, 3, random.int(4, 10), random.int(4, 30)]);
    const fresh = Array.from({ length: count }, () => newRecord(random, mark(), worked));
    // S3 may tell of a change twice, in two events.
    const told = given.filter(({ expected }) => expected.worked === worked && random.chance(0.2));
    given.push(...fresh);
    const records = [...told, ...fresh];
    return {
      ...delivery(random, worked ? "worked" : "s3", { Records: records.map(({ json }) => json) }),
      records: records.map(({ expected }) => expected),
    };
  });
};

const firings = (random: Random, mark: () => string): readonly Delivery[] =>
  Array.from({ length: random.int(0, 2) }, () => delivery(random, "schedule", newFiring(random, mark())));

const delivery = (random: Random, to: FunctionName, sent: Sent | { readonly Records: unknown }): Delivery => ({
  to,
  event: "json" in sent ? sent.json : sent,
  records: "json" in sent ? [sent.expected] : [],
  afterMs: random.int(0, 40),
  copies: random.chance(0.2) ? 2 : 1,
  again: random.chance(0.1),
});

const newKill = (random: Random): Kill => ({
  at: random.pick(["a claim", "an entry", "an entry with work"]),
  nth: random.int(1, 4),
  when: random.pick(["before", "after"]),
});
