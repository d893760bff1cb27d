import { CreateTableCommand, type DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import * as z from "zod";

const SECONDS = { maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.2 };

/** Creates the table of a template, with this name, and waits until it accepts writes. */
export const createTable = async (
  client: DynamoDBClient,
  name: string,
  { table }: { readonly table: z.infer<typeof TableProperties> },
): Promise<void> => {
  await client.send(new CreateTableCommand({ TableName: name, BillingMode: "PAY_PER_REQUEST", ...table }));
  await waitUntilTableExists({ client, ...SECONDS }, { TableName: name });
};

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }));
const Index = z.object({
  IndexName: z.string(),
  KeySchema,
  Projection: z.object({
    ProjectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

/** The properties of a table that decide how it is read and written. */
export const TableProperties = z.object({
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) })),
  KeySchema,
  GlobalSecondaryIndexes: z.array(Index).optional(),
  LocalSecondaryIndexes: z.array(Index).optional(),
});
