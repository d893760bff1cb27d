import { newPartition } from "./partition.ts";

/** What writes to the shards of one stream. */
interface Load {
  /** The shard of each event, in the order of arrival. The events are used again from the beginning if there are too few. */
  readonly shardOf: Uint16Array;
  readonly shards: number;
  /** How many events arrive in each second. */
  readonly rates: readonly number[];
  /** Whether a partition may use what it saved. */
  readonly bursts: boolean;
}

/**
 * The part of the writes that the partitions refuse. Each shard has a partition of its own: DynamoDB splits a partition that several
 * busy keys share, but not one key whose items all arrive at its end, as those of a shard do.
 */
export const refusedPart = ({ shardOf, shards, rates, bursts }: Load): number => {
  const partitions = Array.from({ length: shards }, () => newPartition(bursts));
  let [next, refused, sent] = [0, 0, 0];
  for (const rate of rates) {
    const units = new Uint32Array(shards);
    for (let n = 0; n < rate; n++) {
      const shard = shardOf[next++ % shardOf.length] ?? 0;
      units[shard] = (units[shard] ?? 0) + 1;
    }
    for (const [shard, partition] of partitions.entries()) refused += partition.write(units[shard] ?? 0);
    sent += Math.floor(rate);
  }
  return sent === 0 ? 0 : refused / sent;
};

/** The highest rate, in steps of `step`, at which `isHeld`. It must hold for all lower rates. */
export const highestRate = (step: number, most: number, isHeld: (rate: number) => boolean): number => {
  let [low, high] = [0, Math.ceil(most / step)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isHeld(middle * step)) low = middle;
    else high = middle - 1;
  }
  return low * step;
};
