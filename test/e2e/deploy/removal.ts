import assert from "node:assert/strict";
import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { ok } from "../ok.ts";
import { destroy, type Stack, stackOf } from "./stack.ts";

/** The stack is deleted. The log, the uploaded objects and the failed events are kept. */
export const removal = async ({ outputs }: Stack): Promise<void> => {
  await destroy("tributary");
  await assert.rejects(stackOf("tributary"));
  const { Table } = await new DynamoDBClient().send(new DescribeTableCommand({ TableName: outputs.TableName }));
  assert.equal(Table?.TableStatus, "ACTIVE");
  const objects = await new S3Client({ forcePathStyle: true }).send(
    new ListObjectsV2Command({ Bucket: outputs.BucketName }),
  );
  assert.ok((objects.KeyCount ?? 0) > 0);
  const queue = { QueueUrl: outputs.FailureQueueUrl, AttributeNames: ["QueueArn" as const] };
  const { Attributes } = await new SQSClient({ useQueueUrlAsEndpoint: false }).send(
    new GetQueueAttributesCommand(queue),
  );
  assert.ok(Attributes?.["QueueArn"]);
  ok("the table, the bucket and the failure queue stay when the stack is deleted");
};
