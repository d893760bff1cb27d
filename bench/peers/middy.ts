// m: the same work with middy and its stock middlewares. Nothing validates the events.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import middy from "@middy/core";
import eventNormalizer from "@middy/event-normalizer";
import httpErrorHandler from "@middy/http-error-handler";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import httpJsonBodyParser from "@middy/http-json-body-parser";
import pMap from "p-map";

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const s3 = middy()
  .use(eventNormalizer())
  .handler(async ({ Records }) => {
    await pMap(Records, putUpload, { concurrency: 16 });
    return { written: Records.length };
  });

export const http = middy()
  .use(httpHeaderNormalizer())
  .use(httpJsonBodyParser())
  .use(httpErrorHandler())
  .handler(async ({ body: { type, subject, data }, requestContext: { requestId, timeEpoch } }) => {
    await put({ pk: "http", sk: `${timeEpoch}#${requestId}`, type, subject, data: JSON.stringify(data) });
    return {
      statusCode: 201,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id: requestId }),
    };
  });

export const schedule = middy().handler(async (event) => {
  await put({ pk: "schedule", sk: `${event.time}#${event.resources[0]}`, type: "fired", data: JSON.stringify(event) });
  return { written: 1 };
});

const putUpload = ({ eventTime, eventName, s3 }) => {
  const { key } = s3.object; // the normalizer has decoded it
  const data = JSON.stringify({ bucket: s3.bucket.name, ...s3.object });
  return put({ pk: "s3", sk: `${eventTime}#${key}#${s3.object.sequencer}`, type: eventName, subject: key, data });
};

const put = async (Item) => {
  try {
    await client.send(
      new PutCommand({ TableName: process.env.TABLE_NAME, Item, ConditionExpression: "attribute_not_exists(pk)" }),
    );
  } catch (error) {
    if (error.name !== "ConditionalCheckFailedException") throw error; // a repeated delivery
  }
};
