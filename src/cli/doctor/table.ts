import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  type KeySchemaElement,
} from "@aws-sdk/client-dynamodb";
import { failure } from "../failure.ts";
import { type Finding, orOk, wrong } from "./finding.ts";
import type { Deployed } from "./ofStack.ts";
import { tableShape } from "./tableShape.ts";

/** The table must have the keys, the indexes and the expiry that the log relies on. */
export const table = async ({ aws, stack }: Deployed): Promise<readonly Omit<Finding, "check">[]> => {
  const TableName = stack.outputs.TableName;
  if (TableName === undefined) throw failure("the stack has no output TableName");
  const client = new DynamoDBClient(aws);
  const [{ Table }, { TimeToLiveDescription }, { ContinuousBackupsDescription }] = await Promise.all([
    client.send(new DescribeTableCommand({ TableName })),
    client.send(new DescribeTimeToLiveCommand({ TableName })),
    client.send(new DescribeContinuousBackupsCommand({ TableName })),
  ]);
  const indexes = new Map((Table?.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName, index]));
  const found = [
    ...different("The table", Table?.KeySchema, tableShape.key),
    ...Object.entries(tableShape.indexes).flatMap(([name, key]) => {
      const index = indexes.get(name);
      if (index === undefined) return [`The index ${name} is missing: deploy the stack again`];
      if (index.IndexStatus !== undefined && index.IndexStatus !== "ACTIVE")
        return [`The index ${name} is ${index.IndexStatus}: until it is ACTIVE, readers may miss entries`];
      return different(`The index ${name}`, index.KeySchema, key);
    }),
    ...(TimeToLiveDescription?.AttributeName === tableShape.expiry
      ? []
      : [`Nothing expires, because the table's TTL is not ${tableShape.expiry}: deploy the stack again`]),
    ...(ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === "ENABLED"
      ? []
      : ["The table has no point-in-time recovery: what is deleted by mistake is lost"]),
  ];
  return orOk(found.map(wrong), `${TableName} has the keys and indexes that the log relies on`);
};

const different = (
  what: string,
  schema: readonly KeySchemaElement[] = [],
  [hash, range]: readonly [string, string],
): readonly string[] => {
  const [gotHash, gotRange] = ["HASH", "RANGE"].map(
    (type) => schema.find(({ KeyType }) => KeyType === type)?.AttributeName,
  );
  return gotHash === hash && gotRange === range
    ? []
    : [
        `${what} has the keys ${gotHash} and ${gotRange}, and not ${hash} and ${range}: it is the table of another version`,
      ];
};
