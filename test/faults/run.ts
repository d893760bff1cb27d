/**
 * `npm run faults` makes many runs with mixed faults, and checks that the log keeps its promise in each. A run is
 * drawn from a seed. `RUNS=…` is the number of runs. `FROM=…` is the first seed; if it is missing, the first seed is
 * random. `SEED=…` repeats one run.
 */
import { randomInt } from "node:crypto";
import { campaign } from "./campaign.ts";

const { RUNS = "500", SEED, FROM = String(randomInt(1e9)) } = process.env;
/** How many runs there are at the same time. Each of them waits most of the time. */
const SITES = 12;

const seeds =
  SEED === undefined ? Array.from({ length: Number(RUNS) }, (_, index) => Number(FROM) + index) : [Number(SEED)];

const start = performance.now();
const { tally, failures } = await campaign(seeds, new URL("../../src/", import.meta.url), SITES);
const seconds = (performance.now() - start) / 1000;

const { faults, givenUp, ...counts } = tally;
console.log(`The seeds of the runs are ${seeds[0]} to ${seeds.at(-1)}.`);
for (const [what, count] of Object.entries({ ...counts, "given up": givenUp, ...faults, seconds: seconds.toFixed(1) }))
  console.log(`${String(count).padStart(10)}  ${what}`);
for (const { seed, violations } of failures) {
  for (const violation of violations.slice(0, 10)) console.error(violation);
  console.error(`The run with the seed ${seed} failed. To repeat it, run: SEED=${seed} npm run faults`);
  process.exitCode = 1;
}
