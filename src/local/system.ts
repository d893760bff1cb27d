import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { LambdaHandler } from "../middleware/lambda.ts";
import { contextOf } from "./context.ts";
import { environmentOf, startDynamoDb } from "./dynamodb.ts";
import { gateway } from "./gateway.ts";
import { listening } from "./listening.ts";
import { createTable } from "./table.ts";
import { readTemplate } from "./template.ts";

const TABLE = "tributary";

/** Starts the whole system in this process, as template.yaml describes it: the table (in memory), the functions and the HTTP API. */
export const startSystem = async () => {
  const template = readTemplate();
  const dynamoDb = await startDynamoDb();
  Object.assign(process.env, environmentOf(dynamoDb.endpoint, TABLE));
  await createTable(new DynamoDBClient(), TABLE, template);

  const routes = template.routes.map((route) => ({ ...route, invoke: handlerOf(route.handler) }));
  const server = gateway(routes);
  const url = await listening(server, 0);

  return {
    /** The URL of the HTTP API. */
    url,
    /** Invokes the function with this name in src/handlers, as its trigger does. */
    invoke: (name: string, event: unknown) => handlerOf(name)(event, contextOf(name)),
    stop: async () => {
      server.close();
      await dynamoDb.stop();
    },
  };
};

// The file is loaded at the first event, because loading it reads the environment.
const handlerOf =
  (name: string): LambdaHandler<unknown> =>
  async (event, context) => {
    const { handler }: { handler: LambdaHandler<unknown> } = await import(`../handlers/${name}.ts`);
    return handler(event, context);
  };
