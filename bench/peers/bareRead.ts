// b, reading: one Query of the newest items of one partition, and their JSON.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const logs = async ({ queryStringParameters }) => {
  const { stream, limit, next } = queryStringParameters;
  const { Items, LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: process.env.TABLE_NAME,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": `${stream}#0` },
      ScanIndexForward: false,
      Limit: Number(limit),
      ExclusiveStartKey: next && JSON.parse(Buffer.from(next, "base64url").toString()),
    }),
  );
  const entries = Items.map(({ data, ...item }) => ({ ...item, data: JSON.parse(data) }));
  const after = LastEvaluatedKey && Buffer.from(JSON.stringify(LastEvaluatedKey)).toString("base64url");
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ entries, next: after }),
  };
};
