import { simulateAges } from "./ages.ts";
import { type FaultKind, faultKinds } from "./faults.ts";
import { startLambda } from "./lambda.ts";
import { planOf } from "./plan.ts";
import { startProxy } from "./proxy.ts";
import { type Site, simulate } from "./simulate.ts";

/** The totals of many runs. */
interface Tally {
  runs: number;
  /** Records, firings and HTTP events. */
  events: number;
  invocations: number;
  /** Invocations that were running when their process was killed. */
  killed: number;
  /** Records that an invocation found in the log already. */
  duplicates: number;
  /** Events that went to the failure queue and were redriven. */
  redriven: number;
  /** Requests that a client gave up. */
  givenUp: number;
  readonly faults: Record<FaultKind, number>;
}

export interface Outcome {
  readonly tally: Tally;
  /** The first run that failed, and others that failed at the same time. */
  readonly failures: readonly { readonly seed: number; readonly violations: readonly string[] }[];
}

/** Makes a run for each seed, several at the same time, with the functions in the folder `sources`. Stops at the first failure. */
export const campaign = async (seeds: readonly number[], sources: URL, sites: number): Promise<Outcome> => {
  const tally = newTally();
  const queue = seeds.values();
  const failures: Outcome["failures"][number][] = [];

  const work = async (): Promise<void> => {
    const site = await newSite(sources);
    for (const seed of queue) {
      const violations = await run(seed, site, tally);
      if (violations.length > 0) failures.push({ seed, violations });
      if (failures.length > 0) break;
    }
    site.lambda.stop();
    site.proxy.stop();
  };

  await Promise.all(Array.from({ length: Math.min(sites, seeds.length) }, work));
  return { tally, failures };
};

const newSite = async (sources: URL): Promise<Site> => {
  const proxy = await startProxy();
  return { proxy, lambda: startLambda(proxy.endpoint, sources) };
};

const run = async (seed: number, site: Site, tally: Tally): Promise<readonly string[]> => {
  try {
    const plan = planOf(seed);
    const run = plan.phases ? simulateAges(plan, plan.phases, site) : simulate(plan, site);
    const { violations, account, faults, redriven, givenUp } = await run;
    tally.runs += 1;
    tally.events += account.expected.size;
    tally.invocations += account.invocations;
    tally.duplicates += account.duplicates;
    tally.killed += account.deaths;
    tally.redriven += redriven;
    tally.givenUp += givenUp;
    for (const kind of faults) tally.faults[kind] += 1;
    return violations;
  } catch (error) {
    return [`The run threw an error: ${error instanceof Error ? error.stack : error}`];
  }
};

const newTally = (): Tally => ({
  runs: 0,
  events: 0,
  invocations: 0,
  killed: 0,
  duplicates: 0,
  redriven: 0,
  givenUp: 0,
  faults: Object.assign({}, ...faultKinds.map((kind) => ({ [kind]: 0 }))),
});
