import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Budget, newReadSize } from "./budget.ts";
import { isBefore, type Position } from "./cursor.ts";
import { Item, subjectKey } from "./item.ts";
import { pk } from "./key.ts";
import { type Stream, streams } from "./streams.ts";
import { indexes, type Table } from "./table.ts";

/** A place in a shard: an item, or, with no item, the place where the request's budget ended and the reading with it. */
export interface Place extends Position {
  readonly item?: Item;
}

const BYTES_PER_UNIT = 8 * 1024; // of an eventually consistent read

/** The items of one shard in order, `from <= time < to`, those behind `after` only, read a page at a time as they are asked for. */
export async function* readShard(
  { client, name }: Table,
  shard: { readonly stream: Stream; readonly shard: number },
  window: {
    readonly from: string;
    readonly to: string;
    readonly order: "asc" | "desc";
    readonly subject: string | undefined;
    readonly after: Position | undefined;
  },
  budget: Budget,
  readSize: Pick<ReturnType<typeof newReadSize>, "learn">,
): AsyncGenerator<Place> {
  const { stream } = shard;
  const { after, order } = window;
  const about = streams[stream].bySubject ? subjectKey(shard, window.subject) : undefined;
  const [partition, value] = about === undefined ? ["pk", pk(shard)] : ["about", about];
  const low = order === "asc" ? (after?.sk ?? window.from) : window.from;
  const high = order === "desc" ? (after?.sk ?? window.to) : window.to;
  if (low > high) return; // only a cursor that this log has not given out

  let start: Record<string, unknown> | undefined;
  for (;;) {
    const { Items, LastEvaluatedKey, ConsumedCapacity } = await client.send(
      new QueryCommand({
        TableName: name,
        IndexName: about === undefined ? undefined : indexes.bySubject,
        KeyConditionExpression: `${partition} = :value AND sk BETWEEN :low AND :high`,
        ExpressionAttributeValues: marshall({ ":value": value, ":low": low, ":high": high }),
        ScanIndexForward: order === "asc",
        Limit: start === undefined ? budget.first : budget.more,
        ReturnConsumedCapacity: "TOTAL",
        ...(start && { ExclusiveStartKey: marshall(start) }),
      }),
    );
    const bytes = (ConsumedCapacity?.CapacityUnits ?? 0) * BYTES_PER_UNIT;
    const items = (Items ?? []).map((item) => Item.parse(unmarshall(item)));
    readSize.learn(JSON.stringify(items).length, items.length);
    for (const item of items) if (isBehind({ sk: item.sk, stream }, window)) yield { sk: item.sk, stream, item };
    if (LastEvaluatedKey === undefined) return;
    start = unmarshall(LastEvaluatedKey);
    budget.items -= items.length;
    budget.bytes -= bytes;
    const last = items.at(-1);
    if (last !== undefined && (budget.items <= 0 || budget.bytes <= 0)) return yield { sk: last.sk, stream };
  }
}

// The bounds of the key condition are inclusive: the entry at the cursor itself, if it is of this shard, is passed over here.
const isBehind = (
  place: Position,
  { after, order }: { readonly after: Position | undefined; readonly order: "asc" | "desc" },
): boolean => after === undefined || (order === "asc" ? isBefore(after, place) : isBefore(place, after));
