// f: the same work with Powertools for AWS Lambda, as its documentation shows it: the parser's schemas of AWS's events, the logger,
// and idempotency for each record. Idempotency keeps a table of its own, so a repeated delivery does not write again.
import { makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import { Logger } from "@aws-lambda-powertools/logger";
import { APIGatewayProxyEventV2Schema } from "@aws-lambda-powertools/parser/schemas/api-gatewayv2";
import { EventBridgeSchema } from "@aws-lambda-powertools/parser/schemas/eventbridge";
import { S3Schema } from "@aws-lambda-powertools/parser/schemas/s3";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import pMap from "p-map";
import { z } from "zod";

const logger = new Logger();
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const persistenceStore = new DynamoDBPersistenceLayer({ tableName: process.env.IDEMPOTENCY_TABLE_NAME });
const Body = z.object({ type: z.string(), subject: z.string().optional(), data: z.unknown() });

export const s3 = async (event, context) => {
  logger.addContext(context);
  const { Records } = S3Schema.parse(event);
  await pMap(Records, putUpload, { concurrency: 16 });
  logger.info("The uploads are kept", { written: Records.length });
  return { written: Records.length };
};

export const http = async (event, context) => {
  logger.addContext(context);
  const { body, requestContext } = APIGatewayProxyEventV2Schema.parse(event);
  const { type, subject, data } = Body.parse(JSON.parse(body));
  const { requestId, timeEpoch } = requestContext;
  await put({ pk: "http", sk: `${timeEpoch}#${requestId}`, type, subject, data: JSON.stringify(data) });
  logger.info("The event is kept", { id: requestId });
  return { statusCode: 201, headers: { "content-type": "application/json" }, body: JSON.stringify({ id: requestId }) };
};

export const schedule = async (event, context) => {
  logger.addContext(context);
  const { time, resources } = EventBridgeSchema.parse(event);
  await put({ pk: "schedule", sk: `${time}#${resources[0]}`, type: "fired", data: JSON.stringify(event) });
  logger.info("The firing is kept", { time });
  return { written: 1 };
};

const put = makeIdempotent(
  async (Item) => {
    await client.send(new PutCommand({ TableName: process.env.TABLE_NAME, Item }));
    return { sk: Item.sk };
  },
  { persistenceStore },
);

const putUpload = ({ eventTime, eventName, s3 }) => {
  const key = decodeURIComponent(s3.object.key.replaceAll("+", " "));
  const data = JSON.stringify({ bucket: s3.bucket.name, ...s3.object, key });
  return put({ pk: "s3", sk: `${eventTime}#${key}#${s3.object.sequencer}`, type: eventName, subject: key, data });
};
