import assert from "node:assert/strict";
import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { ok } from "../ok.ts";
import { destroy, type Stack, stackOf } from "./stack.ts";

/** Deletes the stack. The log and the uploaded objects stay. */
export const removal = async ({ outputs }: Stack): Promise<void> => {
  await destroy("tributary");
  await assert.rejects(stackOf("tributary"));
  const { Table } = await new DynamoDBClient().send(new DescribeTableCommand({ TableName: outputs.TableName }));
  assert.equal(Table?.TableStatus, "ACTIVE");
  const objects = await new S3Client({ forcePathStyle: true }).send(
    new ListObjectsV2Command({ Bucket: outputs.BucketName }),
  );
  assert.ok((objects.KeyCount ?? 0) > 0);
  ok("the table and the bucket stay when the stack is deleted");
};
