import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { contextOf } from "../../src/local/context.ts";
import { environmentOf } from "../../src/local/dynamodb.ts";
import { createTable } from "../../src/local/table.ts";
import { readTemplate } from "../../src/local/template.ts";
import { dynamoReader } from "../../src/log/reader.ts";
import { documents, tableFrom } from "../../src/log/table.ts";
import { reading } from "../../src/middleware/stack.ts";
import { streams } from "../../src/streams.ts";
import { metered } from "../../test/metered.ts";
import { eventOf } from "./events.ts";
import { FIRST } from "./filling.ts";
import { sampleOf } from "./samples.ts";

/** How much was read. */
export type Cost = z.infer<typeof Cost>;
export const Cost = z.object({ units: z.number(), calls: z.number() });

/** A new log whose table is at an endpoint. `watched` is the same table; its calls are counted. */
export const newLog = async (endpoint: string, shards: number) => {
  const environment = environmentOf(endpoint, `bench-${randomUUID()}`);
  const [client, unmetered] = [clientOf(environment), clientOf(environment)];
  const calls = metered(client);
  const settings = tableFrom({ ...environment, SHARDS: String(shards) }, streams);
  const watched = { ...settings, client: documents(client) };
  const clock = () => FIRST + 200_000_000;
  const logs = reading(streams, { reader: dynamoReader(watched, clock), clock, print: () => {} });
  await createTable(unmetered, settings.name, readTemplate());
  return { table: { ...settings, client: documents(unmetered) }, watched, logs, calls };
};

export type Log = Awaited<ReturnType<typeof newLog>>;

const clientOf = (environment: Readonly<Record<string, string>>) =>
  new DynamoDBClient({
    endpoint: environment["AWS_ENDPOINT_URL_DYNAMODB"] ?? "",
    region: environment["AWS_REGION"] ?? "",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });

/** What some work costs, and its result. */
export const costOf = async ({ calls }: Pick<Log, "calls">, work: () => Promise<string[]>) => {
  calls.length = 0;
  const result = await work();
  return {
    result,
    cost: { units: calls.reduce((sum, { total }) => sum + total, 0), calls: calls.length } satisfies Cost,
  };
};

/** The answer of our reading function to a GET. Throws if it is not 200. */
export const get = async ({ logs }: Pick<Log, "logs">, query: string, path = "/logs"): Promise<unknown> => {
  const event = Object(eventOf("logs", sampleOf("logs"), 0));
  const parameters = Object.fromEntries(new URLSearchParams(query));
  const http = { ...event.requestContext.http, path };
  const at = { rawPath: path, routeKey: `GET ${path}`, rawQueryString: query, queryStringParameters: parameters };
  const { statusCode, body } = await logs(
    { ...event, ...at, requestContext: { ...event.requestContext, routeKey: `GET ${path}`, http } },
    contextOf("bench", 600_000),
  );
  if (statusCode !== 200) throw new Error(`GET ${path}?${query} answered ${statusCode}: ${body}`);
  return JSON.parse(body ?? "");
};
