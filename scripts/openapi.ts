import { writeFileSync } from "node:fs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { environmentOf, startDynamoDb } from "../src/local/dynamodb.ts";
import { createTable } from "../src/local/table.ts";
import { readTemplate } from "../src/local/template.ts";
import { tableFrom } from "../src/log/table.ts";
import { document } from "../src/openapi/document.ts";
import { streams } from "../src/streams.ts";

// `npm run openapi`: writes docs/openapi.json, the answer of `GET /openapi.json`.

const { endpoint, stop } = await startDynamoDb();
Object.assign(process.env, environmentOf(endpoint, "openapi"));
const table = tableFrom(process.env, streams);
await createTable(new DynamoDBClient(), table.name, readTemplate());

const file = new URL("../docs/openapi.json", import.meta.url);
writeFileSync(file, `${JSON.stringify(await document(table), null, 2)}\n`);
await stop();
