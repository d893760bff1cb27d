// The floor of throughput: the items are there already, and each event is one conditional put. It reads no event at all.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const s3 = async ({ Records: [{ eventTime, s3 }] }) => {
  const Item = { pk: "s3", sk: `${eventTime}#${s3.object.sequencer}`, data: DATA };
  await client.send(
    new PutCommand({ TableName: process.env.TABLE_NAME, Item, ConditionExpression: "attribute_not_exists(pk)" }),
  );
  return { written: 1 };
};

const DATA = "x".repeat(300); // about as much as our entry of an upload
