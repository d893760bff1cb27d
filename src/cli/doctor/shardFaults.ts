import { errorText } from "../../log/errorText.ts";
import { parseShards, type ShardSchedule } from "../../log/shards.ts";
import { isoOf } from "../../log/time.ts";

const AHEAD_MS = 3_600_000;

/**
 * What is wrong with a shard schedule that is deployed, and with the one that is to be deployed next. A step whose time has come must
 * not change, and a new step must begin at least an hour ahead. `now` is in ms since 1970.
 */
export const shardFaults = (deployed: string, next: string | undefined, now: number): readonly string[] => {
  try {
    const current = parseShards(deployed);
    return next === undefined ? [] : changes(current, parseShards(next), now);
  } catch (thrown) {
    return [errorText(thrown)];
  }
};

const changes = (current: ShardSchedule, next: ShardSchedule, now: number): readonly string[] => {
  const limit = isoOf(now + AHEAD_MS);
  const fixed = current.filter(({ from }) => from < limit);
  const changed = fixed.filter(
    ({ from, shards }) => !next.some((step) => step.from === from && step.shards === shards),
  );
  const early = next.filter(({ from }) => from < limit && !fixed.some((step) => step.from === from));
  return [
    ...changed.map(
      ({ from, shards }) =>
        `The next schedule changes the step of ${from} to ${shards} shards, which has begun or begins within the hour: leave it as it is, or entries are not found`,
    ),
    ...early.map(({ from }) => `The next schedule has a new step at ${from}: a new step must begin after ${limit}`),
  ];
};
