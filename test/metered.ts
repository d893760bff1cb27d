import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as z from "zod";

/** What one call has consumed. */
export interface Metered {
  readonly command: string;
  /** Of the table alone. */
  readonly table: number;
  /** Of the table and its indexes. */
  readonly total: number;
}

const Consumed = z.object({
  ConsumedCapacity: z.object({
    CapacityUnits: z.number(),
    Table: z.object({ CapacityUnits: z.number() }).optional(),
  }),
});

/** Every call of the client from now on, as DynamoDB itself counts it. */
export const metered = (client: DynamoDBClient): Metered[] => {
  const calls: Metered[] = [];
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const input = Object.assign(args.input, { ReturnConsumedCapacity: "INDEXES" });
        const result = await next({ ...args, input });
        const { data } = Consumed.safeParse(result.output);
        if (data !== undefined) {
          const { CapacityUnits: total, Table } = data.ConsumedCapacity;
          calls.push({ command: commandName, table: Table?.CapacityUnits ?? total, total });
        }
        return result;
      },
    { step: "initialize" },
  );
  return calls;
};
