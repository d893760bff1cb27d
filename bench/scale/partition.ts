/** What one partition of DynamoDB takes in a second: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html */
export const PARTITION = { writeUnits: 1_000, readUnits: 3_000 } as const;

/** How many seconds of unused capacity a partition may keep, at best: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html */
const BURST_SECONDS = 300;

/** A partition that takes writes. */
export interface Partition {
  /** Takes as many of the write units of one second as it can, and returns how many it refused. */
  readonly write: (units: number) => number;
}

/** A new partition, without any unused capacity. With `bursts` it keeps what it does not use, as DynamoDB does but does not promise. */
export const newPartition = (bursts: boolean): Partition => {
  let saved = 0;
  return {
    write: (units) => {
      const room = PARTITION.writeUnits + saved;
      const taken = Math.min(units, room);
      saved = bursts ? Math.min(BURST_SECONDS * PARTITION.writeUnits, Math.max(0, room - taken)) : 0;
      return units - taken;
    },
  };
};
