import { setImmediate as afterAll } from "node:timers/promises";
import * as z from "zod";
import { itemBytes } from "../../src/log/itemSize.ts";

const Query = z.object({
  IndexName: z.string().optional(),
  ExpressionAttributeValues: z.object({ ":value": z.string(), ":from": z.string(), ":to": z.string() }),
  ScanIndexForward: z.boolean(),
  Limit: z.number(),
  ExclusiveStartKey: z.object({ sk: z.string() }).optional(),
});

interface Stored {
  readonly pk: string;
  readonly sk: string;
}

/** How much was read: calls of DynamoDB, read units, and rounds. The calls of one round are in flight at the same time. */
interface Traffic {
  calls: number;
  units: number;
  rounds: number;
  /** The read units of each partition of the table and of its indexes. */
  readonly byPartition: Map<string, number>;
}

/** A client over items in memory that answers the queries of our reader, and counts them. No entry is late, so the indexes are empty. */
export const memoryClient = (items: readonly Stored[]) => {
  const traffic: Traffic = { calls: 0, units: 0, rounds: 0, byPartition: new Map() };
  const partitions = Map.groupBy(
    items.toSorted((a, b) => (a.sk < b.sk ? -1 : 1)),
    ({ pk }) => pk,
  );
  let round: Promise<void> | undefined;
  const send = async ({ input }: { readonly input: unknown }) => {
    traffic.calls += 1;
    round ??= afterAll().then(() => {
      traffic.rounds += 1;
      round = undefined;
    });
    await round;
    const {
      IndexName,
      ExpressionAttributeValues: values,
      Limit,
      ExclusiveStartKey,
      ScanIndexForward,
    } = Query.parse(input);
    if (!ScanIndexForward) throw new Error("A follower reads the oldest entries first");
    const partition = IndexName === undefined ? (partitions.get(values[":value"]) ?? []) : [];
    const after = ExclusiveStartKey?.sk ?? "";
    const begin = firstIndex(partition, values[":from"] > after ? values[":from"] : after);
    const found: Stored[] = [];
    for (let i = begin; i < partition.length && found.length < Limit; i++) {
      const item = partition[i];
      if (item === undefined || item.sk > values[":to"]) break;
      if (item.sk !== after) found.push(item);
    }
    const bytes = found.reduce((sum, item) => sum + itemBytes({ ...item }), 0);
    const units = Math.max(0.5, Math.ceil(bytes / 4096) / 2);
    traffic.units += units;
    const name = `${IndexName ?? ""} ${values[":value"]}`;
    traffic.byPartition.set(name, (traffic.byPartition.get(name) ?? 0) + units);
    const last = found.length === Limit ? found.at(-1) : undefined;
    return {
      Items: found,
      ConsumedCapacity: { CapacityUnits: units },
      LastEvaluatedKey: last && { pk: last.pk, sk: last.sk },
    };
  };
  return { send, traffic };
};

/** The index of the first item that is not before a sort key. */
const firstIndex = (items: readonly Stored[], sk: string): number => {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.sk ?? "") < sk) low = middle + 1;
    else high = middle;
  }
  return low;
};
