// Powertools, reading: the HTTP router of its event handler, its logger, and the same Query.
import { Router } from "@aws-lambda-powertools/event-handler/http";
import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";

const logger = new Logger();
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const app = new Router({ logger });
const Parameters = z.object({ stream: z.string(), limit: z.coerce.number().max(200), next: z.string().optional() });

app.get("/logs", async ({ req }) => {
  const { stream, limit, next } = Parameters.parse(Object.fromEntries(new URL(req.url).searchParams));
  const { Items, LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: process.env.TABLE_NAME,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": `${stream}#0` },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: next && JSON.parse(Buffer.from(next, "base64url").toString()),
    }),
  );
  const entries = Items.map(({ data, ...item }) => ({ ...item, data: JSON.parse(data) }));
  logger.info("A page is read", { entries: entries.length });
  return { entries, next: LastEvaluatedKey && Buffer.from(JSON.stringify(LastEvaluatedKey)).toString("base64url") };
});

export const logs = async (event, context) => {
  logger.addContext(context);
  return app.resolve(event, context);
};
