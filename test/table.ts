import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { inject, vi } from "vitest";
import { environmentOf } from "../src/local/dynamodb.ts";
import { createTable } from "../src/local/table.ts";
import { readTemplate } from "../src/local/template.ts";
import type { Streams } from "../src/log/streams.ts";
import { documents, type Table, tableFrom } from "../src/log/table.ts";
import { streams as ownStreams } from "../src/streams.ts";

/** Creates an empty table. Its client has no time-outs, because a busy machine may take longer to answer than a function has. */
export const newTable = async (
  settings: Readonly<Record<string, string>> = {},
  streams: Streams = ownStreams,
): Promise<Table> => {
  const client = new DynamoDBClient();
  const table = {
    ...tableFrom({ ...process.env, TABLE_NAME: `test-${randomUUID()}`, ...settings }, streams),
    client: documents(client),
  };
  await createTable(client, table.name, readTemplate());
  return table;
};

// Hides the log lines of the exported handlers.
const write = process.stderr.write.bind(process.stderr);
vi.spyOn(process.stderr, "write").mockImplementation((chunk) => String(chunk).startsWith('{"level"') || write(chunk));

// Each test file has its own table. The environment names the table, as it does for a function.
Object.assign(process.env, environmentOf(inject("endpoint"), ""));
process.env["TABLE_NAME"] = (await newTable()).name;
