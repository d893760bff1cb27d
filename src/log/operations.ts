import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { seconds } from "./retention.ts";
import type { Table } from "./table.ts";

/** The time of an operation, in ms since 1970, and the signal that aborts it. */
export interface At {
  readonly now: number;
  readonly signal: AbortSignal;
}

/** The operations of the writing side. Each is one request for one item, and throws what DynamoDB throws. */
export interface Operations {
  /**
   * Puts an item, unless its key is taken. Returns whether it put the item. An expired item does not count, because DynamoDB may
   * delete it days later. An item with the time `replacing` does not count either.
   */
  readonly putIfFree: (item: Item, at: At, replacing?: string) => Promise<boolean>;
  /** Reads an item with a strongly consistent read. */
  readonly get: (key: ItemKey, at: At) => Promise<unknown>;
}

/** The key of an item of the table. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

type Item = ItemKey & Readonly<Record<string, unknown>>;

/** The operations on a table in DynamoDB. */
export const operationsOf = ({ client, name }: Pick<Table, "client" | "name">): Operations => ({
  putIfFree: async (Item, { now, signal }, replacing) => {
    const condition = {
      ConditionExpression: `${FREE}${replacing === undefined ? "" : " OR #time = :replacing"}`,
      ExpressionAttributeValues: { ":now": seconds(now), ...(replacing !== undefined && { ":replacing": replacing }) },
      ...(replacing !== undefined && { ExpressionAttributeNames: { "#time": "time" } }),
    };
    try {
      await client.send(new PutCommand({ TableName: name, Item, ...condition }), { abortSignal: signal });
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  },

  get: async (Key, { signal }) => {
    const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }), {
      abortSignal: signal,
    });
    return Item;
  },
});

const FREE = "attribute_not_exists(pk) OR expiresat <= :now";
