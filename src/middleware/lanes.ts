import pMap from "p-map";

interface Lanes<T, R> {
  /** The lane of an item; an item without one has a lane of its own. */
  readonly laneOf: (item: T) => string | undefined;
  readonly step: (item: T) => Promise<R>;
  /** What a step gives that may have left its item undone: the lane stops there. */
  readonly hasFailed: (result: R) => boolean;
  /** The result of an item behind such a step. */
  readonly skip: (item: T) => R;
  /** How many lanes run at the same time. */
  readonly concurrency: number;
}

/** Takes a step for each item: lanes run beside each other, and the items of one lane in their order. Gives the results in the order of the items. */
export const inLanes = async <T, R>(
  items: readonly T[],
  { laneOf, step, hasFailed, skip, concurrency }: Lanes<T, R>,
): Promise<readonly R[]> => {
  const lanes = [...Map.groupBy(items.entries(), ([index, item]) => laneOf(item) ?? index).values()];
  const results = new Map<number, R>();
  const run = async (lane: readonly (readonly [number, T])[]) => {
    let stopped = false;
    for (const [index, item] of lane) {
      const result = stopped ? skip(item) : await step(item);
      stopped ||= hasFailed(result);
      results.set(index, result);
    }
  };
  await pMap(lanes, run, { concurrency });
  return [...results].toSorted(([a], [b]) => a - b).map(([, result]) => result);
};
