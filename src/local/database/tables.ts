import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DescribeTableCommand, DynamoDBClient, paginateListTables } from "@aws-sdk/client-dynamodb";
import type * as z from "zod";
import { errorText } from "../../log/errorText.ts";
import { startDynamoDb } from "../dynamodb.ts";
import { parseProperties } from "../project/parseProperties.ts";
import type { Project } from "../project/project.ts";
import { createTable, TableProperties } from "../table.ts";
import { UserError } from "../userError.ts";
import { copyTable } from "./copyTable.ts";

/** The tables of a project. */
export const tablesOf = ({ resources }: Pick<Project, "resources">): readonly TableSchema[] =>
  resources
    .filter(({ type }) => type === "AWS::DynamoDB::Table")
    .map(({ id, ref, properties }) => ({ name: ref, table: parseProperties(TableProperties, properties, id) }));

interface TableSchema {
  readonly name: string;
  readonly table: z.infer<typeof TableProperties>;
}

interface Running {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

interface Options {
  readonly tables: readonly TableSchema[];
  /** The folder for the data. Without it, the data is kept in memory. */
  readonly folder?: string | undefined;
  /** The URL of another DynamoDB, which then has the data. */
  readonly endpoint?: string | undefined;
  /** Whether the last process was killed. Then an index may differ from its table. */
  readonly wasKilled: boolean;
  /** Gets a sentence about what takes long. */
  readonly tell: (sentence: string) => void;
}

/**
 * Starts a DynamoDB with these tables. Data on disk is in a folder whose name has the hash of the schema, because dynalite cannot
 * add an index to a table. After a change of the schema, all items are copied to a new folder, which then replaces the old one. The same
 * happens after a kill: dynalite writes an item and its indexes one after the other.
 */
export const startTables = async ({ tables, folder, endpoint, wasKilled, tell }: Options): Promise<Running> => {
  if (endpoint !== undefined) {
    const client = clientOf(endpoint);
    await namesOf(client).catch((error: unknown) => {
      throw new UserError(
        `The DynamoDB at ${endpoint} does not answer: ${errorText(error)}. Start it, or leave out --endpoint`,
        error,
      );
    });
    await createMissing(tables, client);
    return { endpoint, stop: async () => {} };
  }
  if (folder === undefined) return startWith(tables, undefined);
  mkdirSync(folder, { recursive: true });
  const current = join(folder, nameOf(tables));
  const partial = join(folder, "partial");
  rmSync(partial, { recursive: true, force: true });
  const others = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => path !== current);
  const old = existsSync(current) ? (wasKilled ? current : undefined) : others[0];
  if (old !== undefined) {
    tell(
      old === current
        ? "The last process was killed. The indexes of the tables are built anew."
        : "The schema of the tables has changed. The items are copied.",
    );
    await copyAll(tables, old, partial, tell);
    // At each of these steps, one complete copy has a name under which the next start finds it.
    if (old === current) renameSync(current, `${current}.old`);
    renameSync(partial, current);
  }
  for (const name of readdirSync(folder))
    if (join(folder, name) !== current) rmSync(join(folder, name), { recursive: true });
  return startWith(tables, current);
};

const nameOf = (tables: readonly TableSchema[]): string =>
  createHash("sha256")
    .update(JSON.stringify(tables.toSorted((one, other) => (one.name < other.name ? -1 : 1))))
    .digest("hex")
    .slice(0, 16);

const startWith = async (tables: readonly TableSchema[], path: string | undefined): Promise<Running> => {
  const dynamoDb = await startDynamoDb(path);
  await createMissing(tables, clientOf(dynamoDb.endpoint));
  return dynamoDb;
};

const createMissing = async (tables: readonly TableSchema[], client: DynamoDBClient): Promise<void> => {
  const existing = await namesOf(client);
  for (const { name, table } of tables)
    if (!existing.includes(name))
      await createTable(client, name, { table }).catch((error: unknown) => {
        throw new UserError(`The table ${name} of the template cannot be made: ${errorText(error)}`, error);
      });
};

const copyAll = async (tables: readonly TableSchema[], from: string, to: string, tell: (sentence: string) => void) => {
  const [old, copy] = [await startDynamoDb(from), await startWith(tables, to)];
  const [source, target] = [clientOf(old.endpoint), clientOf(copy.endpoint)];
  try {
    for (const name of await namesOf(source)) {
      // The template may have a table again later, so a table that it no longer has keeps its items.
      if (!tables.some((one) => one.name === name))
        await createTable(target, name, { table: await schemaOf(source, name) });
      const progress = (count: number) => tell(`${name}: ${count} items are copied so far.`);
      tell(`${name}: ${await copyTable(name, source, target, progress)} items are copied.`);
    }
  } finally {
    await Promise.all([old.stop(), copy.stop()]);
  }
};

const namesOf = async (client: DynamoDBClient): Promise<readonly string[]> => {
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) names.push(...TableNames);
  return names;
};

const schemaOf = async (client: DynamoDBClient, name: string) =>
  TableProperties.parse((await client.send(new DescribeTableCommand({ TableName: name }))).Table);

/** A client of the DynamoDB at this endpoint. */
export const clientOf = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: process.env["AWS_REGION"] ?? "eu-central-1",
    ...(process.env["AWS_ACCESS_KEY_ID"] === undefined && {
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    }),
  });
