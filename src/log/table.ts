import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { parseShards, type ShardSchedule } from "./shards.ts";

/** The table, and what every reader and writer of it must agree on. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  readonly shards: ShardSchedule;
  /** Days that an entry is kept, counted from the event's time; 0 keeps for ever. */
  readonly retentionDays: number;
}

/** The names of the table's sparse indexes, as in template.yaml. */
export const indexes = { bySubject: "bySubject", byArrival: "byArrival" } as const;

const MAX_DAYS = 36_500;
const DAYS = `Expected a whole number of days from 0 to ${MAX_DAYS}, as in "30"`;

// template.yaml refuses other values at deployment. These checks are for whoever sets a variable by other means.
const Environment = z.object({
  TABLE_NAME: z.string().min(1),
  SHARDS: z.string().default("1"),
  RETENTION_DAYS: z.string().regex(/^\d+$/, DAYS).default("0").transform(Number).pipe(z.number().max(MAX_DAYS, DAYS)),
});

/** Reads `TABLE_NAME`, `SHARDS` and `RETENTION_DAYS`; throws an error that names the variable that is wrong. */
export const tableFrom = (environment: Readonly<Record<string, string | undefined>>): Table => {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) throw new Error(`The environment of the function is wrong: ${z.prettifyError(parsed.error)}`);
  return {
    client: documents(
      new DynamoDBClient({
        maxAttempts: 3,
        retryMode: "standard",
        // Without `throwOnRequestTimeout` a request that takes too long is only warned of.
        requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
      }),
    ),
    name: parsed.data.TABLE_NAME,
    shards: parseShards(parsed.data.SHARDS),
    retentionDays: parsed.data.RETENTION_DAYS,
  };
};

/** A client whose items are plain values. */
export const documents = (client: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, {
    // An extension may be named `constructor`: without the second option its item is taken for a class instance, and refused.
    marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true },
  });
