import { CreateTableCommand, type DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import type { Template } from "./template.ts";

const SECONDS = { maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.2 };

/** Creates the table that template.yaml describes, with this name, and waits until it accepts writes. */
export const createTable = async (client: DynamoDBClient, name: string, { table }: Template): Promise<void> => {
  await client.send(new CreateTableCommand({ TableName: name, BillingMode: "PAY_PER_REQUEST", ...table }));
  await waitUntilTableExists({ client, ...SECONDS }, { TableName: name });
};
