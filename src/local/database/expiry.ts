import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  paginateScan,
} from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { Flag } from "../project/flag.ts";
import type { Project } from "../project/project.ts";

/** A table whose items expire: at the time in `attribute`, in seconds since 1970. */
export interface Expiring {
  readonly table: string;
  readonly attribute: string;
  readonly keys: readonly string[];
}

const EVERY_MS = 600_000;

/** The tables of a project whose items expire. */
export const expiringOf = ({ resources }: Pick<Project, "resources">): readonly Expiring[] =>
  resources.flatMap(({ ref, properties }) => {
    const { success, data } = Table.safeParse(properties);
    if (!success || !data.TimeToLiveSpecification.Enabled) return [];
    const keys = data.KeySchema.map(({ AttributeName }) => AttributeName);
    return [{ table: ref, attribute: data.TimeToLiveSpecification.AttributeName, keys }];
  });

const Table = z.object({
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: Flag }),
  KeySchema: z.array(z.object({ AttributeName: z.string() })),
});

/** Deletes expired items now and every ten minutes, until it is stopped. DynamoDB does it within a few days. */
export const deleteExpired = (
  tables: readonly Expiring[],
  client: DynamoDBClient,
  tell: (sentence: string) => void,
) => {
  const sweep = async () => {
    for (const table of tables)
      await sweepTable(client, table).catch((error: unknown) =>
        tell(`${table.table}: expired items could not be deleted: ${error}`),
      );
  };
  void sweep();
  const timer = setInterval(sweep, EVERY_MS).unref();
  return () => clearInterval(timer);
};

const sweepTable = async (client: DynamoDBClient, { table: TableName, attribute, keys }: Expiring): Promise<void> => {
  const condition = {
    ExpressionAttributeNames: { "#expires": attribute },
    ExpressionAttributeValues: { ":now": { N: String(Math.floor(Date.now() / 1_000)) } },
  };
  for await (const { Items = [] } of paginateScan(
    { client },
    { TableName, FilterExpression: "#expires < :now", ...condition },
  ))
    for (const item of Items) {
      const Key = Object.fromEntries(Object.entries(item).filter(([name]) => keys.includes(name)));
      const command = new DeleteItemCommand({ TableName, Key, ConditionExpression: "#expires < :now", ...condition });
      await client.send(command).catch((error: unknown) => {
        if (!(error instanceof ConditionalCheckFailedException)) throw error; // it was written anew meanwhile
      });
    }
};
