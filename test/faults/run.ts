/**
 * `npm run faults`: many schedules of mixed faults, each drawn from a seed, each checked for the promise of the log.
 * `RUNS=…` says how many, `SEED=…` repeats one, `FROM=…` is the first of the seeds, which else is another each time.
 */
import { randomInt } from "node:crypto";
import { campaign } from "./campaign.ts";

const { RUNS = "500", SEED, FROM = String(randomInt(1e9)) } = process.env;
/** How many schedules run side by side: most of the time each waits. */
const SITES = 12;

const seeds =
  SEED === undefined ? Array.from({ length: Number(RUNS) }, (_, index) => Number(FROM) + index) : [Number(SEED)];

const start = performance.now();
const { tally, failures } = await campaign(seeds, new URL("../../src/", import.meta.url), SITES);
const seconds = (performance.now() - start) / 1000;

const { faults, ...counts } = tally;
console.log(`Schedules of the seeds ${seeds[0]} to ${seeds.at(-1)}`);
for (const [what, count] of Object.entries({ ...counts, ...faults, seconds: seconds.toFixed(1) }))
  console.log(`${String(count).padStart(10)}  ${what}`);
for (const { seed, violations } of failures) {
  for (const violation of violations.slice(0, 10)) console.error(violation);
  console.error(`The schedule of seed ${seed} fails. To repeat it: SEED=${seed} npm run faults`);
  process.exitCode = 1;
}
