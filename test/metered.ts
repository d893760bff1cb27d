import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as z from "zod";

/** The capacity that one call consumed. */
export interface Metered {
  readonly command: string;
  /** Without the indexes. */
  readonly table: number;
  /** With the indexes. */
  readonly total: number;
}

const Consumed = z.object({
  ConsumedCapacity: z.object({
    CapacityUnits: z.number(),
    Table: z.object({ CapacityUnits: z.number() }).optional(),
  }),
});

/** Records the capacity of every call from now on, as DynamoDB reports it. */
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
