// Reading without a plan: a page by one Query of `limit` items for each partition, merged; a page by a Scan; and counts by reading everything.
import { type DynamoDBDocumentClient, QueryCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";

type Items = readonly Readonly<Record<string, unknown>>[];

export const pageByQueries = async (
  client: DynamoDBDocumentClient,
  TableName: string,
  partitions: readonly string[],
  limit: number,
): Promise<Items> => {
  const answers = await Promise.all(
    partitions.map((pk) =>
      client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": pk },
          ScanIndexForward: false,
          Limit: limit,
          ReturnConsumedCapacity: "TOTAL",
        }),
      ),
    ),
  );
  return newest(
    answers.flatMap(({ Items = [] }) => Items),
    limit,
  );
};

export const pageByScan = async (client: DynamoDBDocumentClient, TableName: string, limit: number): Promise<Items> =>
  newest(await everything(client, TableName), limit);

export const everything = async (client: DynamoDBDocumentClient, TableName: string): Promise<Items> => {
  const items: Record<string, unknown>[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({ TableName, ReturnConsumedCapacity: "TOTAL", ...(start && { ExclusiveStartKey: start }) }),
    );
    items.push(...Items);
    start = LastEvaluatedKey;
  } while (start);
  return items;
};

const newest = (items: Items, limit: number): Items =>
  items.toSorted((a, b) => (String(a["sk"]) < String(b["sk"]) ? 1 : -1)).slice(0, limit);
