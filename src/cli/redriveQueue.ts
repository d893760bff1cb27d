import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { awsServices } from "../redrive/aws.ts";
import { bucketServices } from "../redrive/bucket.ts";
import { type Redriven, redrive } from "../redrive/redrive.ts";
import { awsFor } from "./api/aws.ts";
import { findStack } from "./api/stack.ts";
import type { Context } from "./context.ts";
import { failure } from "./failure.ts";

interface Asked {
  /** One of these three. */
  readonly stack: string | undefined;
  readonly queue: string | undefined;
  readonly bucket: string | undefined;
  /** The beginning of the keys in the bucket. */
  readonly prefix: string | undefined;
  readonly region?: string;
  readonly profile?: string;
}

/** A function that redrives the failure queue of a stack, a queue or a bucket, or says with `dry` what it would do, as often as it is called. Throws a Failure. */
export const redriveQueue = async (
  context: Context,
  { stack, queue, bucket, prefix, ...caller }: Asked,
): Promise<(dry: boolean) => AsyncGenerator<Redriven>> => {
  const aws = awsFor(context, caller);
  if (bucket !== undefined) {
    const clients = { s3: new S3Client(aws), lambda: new LambdaClient(aws) };
    return (dry) => redrive(bucketServices(bucket, { ...clients, ...(prefix !== undefined && { prefix }) }), dry);
  }
  const found = stack === undefined ? undefined : await findStack(context, aws, stack);
  const url = found?.outputs.FailureQueueUrl ?? queue;
  if (url === undefined) throw failure(`The stack ${stack} has no output FailureQueueUrl: give --queue`);
  const settings = { ...aws, ...(found && { region: found.region }) };
  const services = () => awsServices(url, { sqs: new SQSClient(settings), lambda: new LambdaClient(settings) });
  return (dry) => redrive(services(), dry);
};
