import { contextOf } from "../../src/local/context.ts";
import { Item } from "../../src/log/item.ts";
import { parseShards } from "../../src/log/shards.ts";
import { storeOf } from "../../src/log/store.ts";
import { writing } from "../../src/middleware/stack.ts";
import { s3 } from "../../src/schemas/s3.ts";
import { streams } from "../../src/streams.ts";
import { memory } from "../../src/testing/memory.ts";
import { eventOf } from "./events.ts";
import { sampleOf } from "./samples.ts";

/** The items that our function writes for this many uploads. `shards` is as in the variable SHARDS. */
export const entriesOf = async (count: number, shards: string): Promise<readonly Item[]> => {
  const operations = memory({ fails: false });
  const store = storeOf({ shards: parseShards(shards), retentionDays: 0, streams }, operations);
  const handler = writing(streams, { store, print: () => {} }).onEvent(s3("s3"));
  await handler(eventOf("s3", sampleOf("s3"), 0, count), contextOf("bench", 600_000));
  return [...operations.items.values()].map((item) => Item().parse(item));
};
