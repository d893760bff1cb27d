import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { awsServices } from "../redrive/aws.ts";
import { bucketServices } from "../redrive/bucket.ts";
import { redrive } from "../redrive/redrive.ts";
import type { Redriven } from "../redrive/redriven.ts";
import { awsFor } from "./api/aws.ts";
import { findStack } from "./api/stack.ts";
import type { Context } from "./context.ts";
import { failure } from "./failure.ts";

/** Where the failed events are: one of stack, queue and bucket. */
interface Asked {
  readonly stack: string | undefined;
  /** A URL. */
  readonly queue: string | undefined;
  readonly bucket: string | undefined;
  readonly prefix: string | undefined;
  readonly region?: string;
  readonly profile?: string;
}

/** A function that redrives what is there, or says with `dry` what it would do, as often as it is called. Throws a Failure. */
export const redriveFrom = async (
  context: Context,
  { stack, queue, bucket, prefix, ...caller }: Asked,
): Promise<(dry: boolean) => AsyncGenerator<Redriven>> => {
  const aws = awsFor(context, caller);
  const { signal } = context;
  if (bucket !== undefined) {
    const s3 = new S3Client({ ...aws, forcePathStyle: true });
    const settings = { s3, lambda: new LambdaClient(aws), signal, ...(prefix !== undefined && { prefix }) };
    return (dry) => redrive(bucketServices(bucket, settings), dry, signal);
  }
  const found = stack === undefined ? undefined : await findStack(context, aws, stack);
  const url = found?.outputs.FailureQueueUrl ?? queue;
  if (url === undefined) throw failure(`The stack ${stack} has no output FailureQueueUrl: give --queue`);
  const settings = { ...aws, ...(found && { region: found.region }) };
  const clients = { sqs: new SQSClient(settings), lambda: new LambdaClient(settings) };
  return (dry) => redrive(awsServices(url, { ...clients, signal }), dry, signal);
};
