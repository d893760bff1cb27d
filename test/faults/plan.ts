import { type Call, newCalls } from "./calls.ts";
import { type Expected, newMarks } from "./expected.ts";
import { constantInput, newFiring } from "./firings.ts";
import { newSources, type PolledName, type Source } from "./polled.ts";
import { type Random, randomOf } from "./random.ts";
import { newJunk, newRecord, newStranger, newTestEvent, type Sent } from "./uploads.ts";

/** The functions that the simulator invokes: the exported handlers, one with a work function, and those of queues and streams. */
export type FunctionName = "s3" | "worked" | "schedule" | "http" | "logs" | PolledName;

/** An asynchronous event, and how AWS delivers it. */
export interface Delivery {
  readonly to: FunctionName;
  readonly event: unknown;
  /** What the log must have of each record in it, in order. */
  readonly records: readonly Expected[];
  readonly afterMs: number;
  /** How many copies are delivered at the same moment. Each copy is tried again independently. */
  readonly copies: number;
  /** Lambda's id of the request. Its retries keep the id. */
  readonly requestId: string;
  /** True if the source sends each copy, so that each is its own request. False if Lambda delivers one request several times. */
  readonly areRequests: boolean;
  /** Whether it is delivered once more after a success. */
  readonly again: boolean;
}

/** When the process is killed: at the n-th put of this kind, before or after the table applies it. */
export interface Kill {
  readonly at: "a claim" | "an entry" | "an entry with work";
  readonly nth: number;
  readonly when: "before" | "after";
}

/** All that happens in one run, drawn from its seed. */
export interface Plan {
  readonly seed: number;
  readonly deliveries: readonly Delivery[];
  readonly calls: readonly Call[];
  /** The queues and streams that Lambda polls. */
  readonly sources: readonly Source[];
  readonly kills: readonly Kill[];
  /** The time-out of the functions. If it is short, slow answers come too late. */
  readonly timeoutMs: number;
  /** The share of the items whose requests have faults. */
  readonly faulty: number;
  /** Set if days pass and entries expire. The same events are sent in each phase. */
  readonly phases?: readonly Phase[] | undefined;
}

/** `day` is the number of days since the first phase. */
export interface Phase {
  readonly day: number;
  readonly retentionDays: number;
}

const KILLED = 0.2;
const SHORT_TIMEOUT = 0.15;
const AGES = 0.2;

/** A time-out that gives the functions all the time that they need. */
export const CALM_TIMEOUT_MS = 30_000;

export const planOf = (seed: number): Plan => {
  const random = randomOf(`plan ${seed}`);
  const mark = newMarks();
  const ages = random.chance(AGES);
  const timeoutMs = random.chance(SHORT_TIMEOUT) ? random.int(1_150, 1_400) : CALM_TIMEOUT_MS;
  return {
    seed,
    deliveries: [...uploads(random, mark), ...firings(random, mark)],
    calls: Array.from({ length: random.int(1, 4) }, (_, n) => newCalls(random, n + 1, mark, ages)).flat(),
    sources: ages ? [] : newSources(randomOf(`sources ${seed}`), mark),
    kills: random.chance(KILLED) ? Array.from({ length: random.int(1, 2) }, () => newKill(random)) : [],
    timeoutMs,
    faulty: random.pick([0.03, 0.1, 0.3]),
    phases: ages ? newPhases(random) : undefined,
  };
};

/**
 * A phase may come before or after the first entries expire. The retention may become shorter between two phases. No two phases are
 * whole days apart, so nothing that one phase wrote expires during another.
 */
const newPhases = (random: Random): readonly Phase[] => {
  const first = random.pick([2, 7, 30]); // at most as long as a claim: after 30 days, a repeat is a new event
  const later = random.chance(0.5) ? first : random.pick([1, 2, 7]);
  const [soon, late] = [random.int(0, first), random.int(1, first * 2)];
  return [
    { day: 0, retentionDays: first },
    { day: soon + 0.5, retentionDays: random.pick([first, later]) },
    { day: soon + late + 1.25, retentionDays: later },
  ];
};

const uploads = (random: Random, mark: () => string): readonly Delivery[] => {
  const given: Sent[] = [];
  return Array.from({ length: random.int(1, 3) }, () => {
    if (random.chance(0.04)) return alone(random, "s3", newStranger(mark()));
    if (random.chance(0.04)) return alone(random, "s3", newTestEvent(random, mark()));
    if (random.chance(0.1)) return twins(random, newJunk(mark()));
    const worked = random.chance(0.3);
    const count = random.pick([1, 2, 3, random.int(4, 10), random.int(4, 30)]);
    const fresh = Array.from({ length: count }, () => newRecord(random, mark(), worked));
    // S3 may send a change twice, in two events.
    const told = given.filter(({ expected }) => expected.worked === worked && random.chance(0.2));
    given.push(...fresh);
    const records = [...told, ...fresh];
    return {
      ...delivery(random, worked ? "worked" : "s3", { Records: records.map(({ json }) => json) }),
      records: records.map(({ expected }) => expected),
      areRequests: random.chance(0.5),
    };
  });
};

const firings = (random: Random, mark: () => string): readonly Delivery[] =>
  Array.from({ length: random.int(0, 2) }, () => {
    if (!random.chance(0.3)) return [alone(random, "schedule", newFiring(random, mark()))];
    const { json, expected } = constantInput(mark());
    return Array.from({ length: random.int(1, 4) }, (_, firing) =>
      alone(random, "schedule", { json, expected: { ...expected, copy: `firing ${firing}` } }),
    );
  }).flat();

const alone = (random: Random, to: FunctionName, { json, expected }: Sent): Delivery => ({
  ...delivery(random, to, json),
  records: [expected],
});

/** Two equal records in one event, which have no identity. */
const twins = (random: Random, { json, expected }: Sent): Delivery => ({
  ...delivery(random, "s3", { Records: [json, json] }),
  records: ["first", "second"].map((copy) => ({ ...expected, copy })),
});

const delivery = (random: Random, to: FunctionName, event: unknown): Delivery => ({
  to,
  event,
  records: [],
  afterMs: random.int(0, 40),
  copies: random.chance(0.2) ? 2 : 1,
  requestId: `request ${random.int(0, 1e9)}`,
  areRequests: false,
  again: random.chance(0.1),
});

const newKill = (random: Random): Kill => ({
  at: random.pick(["a claim", "an entry", "an entry with work"]),
  nth: random.int(1, 4),
  when: random.pick(["before", "after"]),
});
