import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { firstParses } from "./firstParses.ts";
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
const DAYS = `Expected a whole number of days from 0 to ${MAX_DAYS}, as in "30"`;

// template.yaml checks the same values at deployment. These checks are for variables that are set in another way.
const Environment = z.object({
  TABLE_NAME: z.string().min(1),
  SHARDS: z.string().default("1"),
  RETENTION_DAYS: z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) <= MAX_DAYS, DAYS)
    .default("0"),
});

/** Reads `TABLE_NAME`, `SHARDS` and `RETENTION_DAYS`. Throws an error that names the wrong variable. */
export const tableFrom = (environment: Readonly<Record<string, string | undefined>>, streams: Streams): Table => {
  const parsed = Environment.safeParse(environment, firstParses());
  if (!parsed.success) throw new Error(`The environment of the function is wrong: ${z.prettifyError(parsed.error)}`);
  return {
    client: documents(
      new DynamoDBClient({
        maxAttempts: 3,
        retryMode: "standard",
        // Without `throwOnRequestTimeout`, the client only logs a warning about a request that takes too long.
        requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
      }),
    ),
    name: parsed.data.TABLE_NAME,
    shards: parseShards(parsed.data.SHARDS),
    retentionDays: Number(parsed.data.RETENTION_DAYS),
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
