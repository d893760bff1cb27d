import { fileURLToPath } from "node:url";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { environmentOf, startDynamoDb } from "../../../src/local/dynamodb.ts";
import { documents, type Table, tableFrom } from "../../../src/log/table.ts";
import { streams } from "../../../src/streams.ts";
import { startLocal } from "../startLocal.ts";

/** A running `npm start`, whose table a test can fill. */
export interface System {
  /** Of the API and the console. */
  readonly url: string;
  /** Of the local S3. */
  readonly s3: string;
  readonly table: Table;
  readonly stop: () => Promise<void>;
}

const RUN = fileURLToPath(new URL("../../../src/local/run.ts", import.meta.url));

/** Starts the process of `npm start` at this port, and at the next one for S3. Its table is in the memory of this process. */
export const startSystem = async (port: number): Promise<System> => {
  const dynamoDb = await startDynamoDb();
  const options = ["--memory", "--port", String(port), "--endpoint", dynamoDb.endpoint];
  const url = `http://127.0.0.1:${port}`;
  const stop = await startLocal(process.execPath, [RUN, ...options], url);
  Object.assign(process.env, environmentOf(dynamoDb.endpoint, ""));
  const client = new DynamoDBClient();
  const { TableNames = [] } = await client.send(new ListTablesCommand());
  return {
    url,
    s3: `http://127.0.0.1:${port + 1}`,
    table: { ...tableFrom({ TABLE_NAME: TableNames[0] }, streams), client: documents(client) },
    stop: async () => {
      await stop();
      await dynamoDb.stop();
    },
  };
};
