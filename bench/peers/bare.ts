// b: what most functions are. One handler, one DynamoDBDocumentClient, one conditional put for each record.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import pMap from "p-map";

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const s3 = async ({ Records }) => {
  await pMap(Records, putUpload, { concurrency: 16 });
  return { written: Records.length };
};

export const http = async ({ body, requestContext: { requestId, timeEpoch } }) => {
  const { type, subject, data } = JSON.parse(body);
  await put({ pk: "http", sk: `${timeEpoch}#${requestId}`, type, subject, data: JSON.stringify(data) });
  return { statusCode: 201, headers: { "content-type": "application/json" }, body: JSON.stringify({ id: requestId }) };
};

export const schedule = async (event) => {
  await put({ pk: "schedule", sk: `${event.time}#${event.resources[0]}`, type: "fired", data: JSON.stringify(event) });
  return { written: 1 };
};

const putUpload = ({ eventTime, eventName, s3 }) => {
  const key = decodeURIComponent(s3.object.key.replaceAll("+", " "));
  const data = JSON.stringify({ bucket: s3.bucket.name, ...s3.object, key });
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
