import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { environmentOf, startDynamoDb } from "../../src/local/dynamodb.ts";
import { createTable } from "../../src/local/table.ts";
import { readTemplate } from "../../src/local/template.ts";
import { TABLE } from "./lambda.ts";

const template = readTemplate();

/** Creates the table of one run. */
export const newTable = async () => {
  const { endpoint, stop } = await startDynamoDb();
  const { AWS_REGION: region = "" } = environmentOf(endpoint, TABLE);
  const client = new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  await createTable(client, TABLE, template);
  return {
    endpoint,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      await stop();
    },
  };
};
