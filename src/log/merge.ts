import pMap from "p-map";

const CONCURRENCY = 16;

/**
 * Merges sorted sources into one sorted sequence. First it asks each source for one element, at most 16 sources at a time. Later it
 * asks a source for the next element only after it has given the previous one, so it reads no source further than needed.
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
