import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { parseShards, type ShardSchedule } from "./shards.ts";
import type { Streams } from "./streams.ts";

/** The table, and the settings that all its readers and writers must share. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  readonly shards: ShardSchedule;
  /** How many days the log keeps an entry, counted from the event's time; 0 means for ever. */
  readonly retentionDays: number;
  /** The settings of the streams. A stream that is not declared has the defaults. */
  readonly streams: Streams;
}

/** The names of the table's sparse indexes, as in template.yaml. */
export const indexes = { bySubject: "bySubject", byArrival: "byArrival" } as const;

const MAX_DAYS = 36_500;

/**
 * Reads `TABLE_NAME`, `SHARDS` and `RETENTION_DAYS`. Throws an error that names the wrong variable. template.yaml checks the same values
 * at deployment. These checks are for variables that are set in another way.
 */
export const tableFrom = (environment: Readonly<Record<string, string | undefined>>, streams: Streams): Table => {
  const { TABLE_NAME: name = "", SHARDS: shards = "1", RETENTION_DAYS: days = "0" } = environment;
  if (name === "")
    throw new Error("The environment variable TABLE_NAME is not set. Set it to the name of the log's table");
  if (!/^\d+$/.test(days) || Number(days) > MAX_DAYS)
    throw new Error(
      `The environment variable RETENTION_DAYS is "${days}". Expected a whole number of days from 0 to ${MAX_DAYS}, as in "30"`,
    );
  return {
    client: documents(
      new DynamoDBClient({
        maxAttempts: 3,
        retryMode: "standard",
        // Without `throwOnRequestTimeout`, the client only logs a warning about a request that takes too long.
        requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
      }),
    ),
    name,
    shards: parseShards(shards),
    retentionDays: Number(days),
    streams,
  };
};

/** A client that converts items from and to plain values. */
export const documents = (client: DynamoDBClient): DynamoDBDocumentClient => {
  // It copies all items of each request and each answer for a logger, and then the client has no logger.
  client.middlewareStack.remove("loggerMiddleware");
  return DynamoDBDocumentClient.from(client, {
    // An extension may be named `constructor`. Without `convertClassInstanceToMap`, the client takes the item for a class instance and throws.
    marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true },
  });
};
