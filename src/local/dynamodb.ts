import { once } from "node:events";
import dynalite from "dynalite";
import { listening } from "./listening.ts";

/** Starts a DynamoDB in this process, in memory or in the folder `path`. Returns its endpoint and a function that stops it. */
export const startDynamoDb = async (path?: string) => {
  const server = dynalite({ createTableMs: 0, ...(path !== undefined && { path }) });
  const endpoint = await listening(server, 0);
  const stop = async () => {
    server.close();
    await once(server, "close");
  };
  return { endpoint, stop };
};

/** The environment variables with which the AWS SDK uses this endpoint. It accepts any credentials. */
export const environmentOf = (endpoint: string, tableName: string): Readonly<Record<string, string>> => ({
  TABLE_NAME: tableName,
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  POWERTOOLS_SERVICE_NAME: "tributary",
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
});
