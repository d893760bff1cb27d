import pMap from "p-map";

interface Lanes<T, R> {
  /** The lane of an item. An item without one gets a lane of its own. */
  readonly laneOf: (item: T) => string | undefined;
  readonly step: (item: T) => Promise<R>;
  /** Whether a step has failed. Its lane stops there. */
  readonly hasFailed: (result: R) => boolean;
  /** Makes the result of an item after a failed step in its lane. */
  readonly skip: (item: T) => R;
  /** How many lanes run at the same time. */
  readonly concurrency: number;
}

/** Runs a step for each item. Lanes run in parallel; the items of one lane run in order. Returns the results in the order of the items. */
export const inLanes = async <T, R>(
  items: readonly T[],
  { laneOf, step, hasFailed, skip, concurrency }: Lanes<T, R>,
): Promise<readonly R[]> => {
  const lanes = [...Map.groupBy(items.entries(), ([index, item]) => laneOf(item) ?? index).values()];
  const results: R[] = [];
  const run = async (lane: readonly (readonly [number, T])[]) => {
    let stopped = false;
    for (const [index, item] of lane) {
      const result = stopped ? skip(item) : await step(item);
      stopped ||= hasFailed(result);
      results[index] = result;
    }
  };
  const [first] = lanes;
  if (first !== undefined && lanes.length === 1) await run(first);
  else await pMap(lanes, run, { concurrency });
  return results;
};
