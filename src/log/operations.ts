import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { seconds } from "./retention.ts";
import type { Table } from "./table.ts";

/** When an operation is done: `now` in ms since 1970, `signal` ends it early. */
export interface At {
  readonly now: number;
  readonly signal: AbortSignal;
}

/** The operations that the writing side is made of, on one item each. Each throws what DynamoDB throws. */
export const operationsOf = ({ client, name }: Pick<Table, "client" | "name">) => ({
  /**
   * Puts an item where none is, or one that has expired: DynamoDB deletes such an item only days later. With `instead`, it also
   * replaces an item of that time. Says whether it did so.
   */
  putIfFree: async (Item: Record<string, unknown>, { now, signal }: At, instead?: string): Promise<boolean> => {
    const condition = {
      ConditionExpression: `${FREE}${instead === undefined ? "" : " OR #time = :instead"}`,
      ExpressionAttributeValues: { ":now": seconds(now), ...(instead !== undefined && { ":instead": instead }) },
      ...(instead !== undefined && { ExpressionAttributeNames: { "#time": "time" } }),
    };
    try {
      await client.send(new PutCommand({ TableName: name, Item, ...condition }), { abortSignal: signal });
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  },

  /** Reads an item, strongly consistently. */
  get: async (Key: { readonly pk: string; readonly sk: string }, { signal }: At): Promise<unknown> => {
    const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }), {
      abortSignal: signal,
    });
    return Item;
  },
});

const FREE = "attribute_not_exists(pk) OR expiresat <= :now";
