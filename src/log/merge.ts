import pMap from "p-map";

const CONCURRENCY = 16;

/**
 * Merges sorted sources into one sorted sequence. Each source is asked for its first element at once (a bounded number at a time) and for
 * its next one only when the merge has passed the one before, so that only the sources that run dry are read on.
 */
export async function* merge<T>(
  sources: readonly AsyncIterable<T>[],
  before: (a: T, b: T) => boolean,
): AsyncGenerator<T> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  const heads = await pMap(iterators, (iterator) => iterator.next(), { concurrency: CONCURRENCY });
  for (;;) {
    const first = heads.reduce<number | undefined>((best, head, index) => {
      const leader = best === undefined ? undefined : heads[best];
      return !head.done && (leader === undefined || leader.done || before(head.value, leader.value)) ? index : best;
    }, undefined);
    const head = first === undefined ? undefined : heads[first];
    if (first === undefined || head === undefined || head.done) return;
    yield head.value;
    heads[first] = (await iterators[first]?.next()) ?? { done: true, value: undefined };
  }
}
