import * as z from "zod";
import { entriesOf } from "../run/entries.ts";

/** The answer of DynamoDB to a Query of the newest uploads: as many items as our own functions write, and a key to go on. */
export const pageOfUploads = async (count: number) => {
  const items = (await entriesOf(count, "1")).toSorted((a, b) => (a.sk < b.sk ? 1 : -1)).map(marshalled);
  const { pk, sk } = items.at(-1) ?? {};
  return {
    Items: items,
    Count: count,
    ScannedCount: count,
    ConsumedCapacity: { TableName: "log", CapacityUnits: 4 },
    LastEvaluatedKey: { pk, sk },
  };
};

const marshalled = (item: object) =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, { S: z.string().parse(value) }]));
