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
export const operationsOf = ({ client, name }: Pick<Table, "client" | "name">) => ({
  /**
   * Puts an item, unless its key is taken. Returns whether it put the item. An expired item does not count, because DynamoDB may
   * delete it days later. An item with the time `replacing` does not count either.
   */
  putIfFree: async (Item: Record<string, unknown>, { now, signal }: At, replacing?: string): Promise<boolean> => {
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

  /** Reads an item with a strongly consistent read. */
  get: async (Key: { readonly pk: string; readonly sk: string }, { signal }: At): Promise<unknown> => {
    const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }), {
      abortSignal: signal,
    });
    return Item;
  },
});

const FREE = "attribute_not_exists(pk) OR expiresat <= :now";
