import { LambdaClient } from "@aws-sdk/client-lambda";
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, NoSuchKey, S3Client } from "@aws-sdk/client-s3";
import type { Message } from "./deadLetter.ts";
import { asynchronousDestination, eventSourceDestinations } from "./destinations.ts";
import { invokeOnly } from "./invoke.ts";
import type { Services } from "./redrive.ts";

/** The beginning of the key of each record that Lambda writes to a bucket. */
const LAMBDA = "aws/lambda/";
const OBJECTS = 10; // each holds a whole event, of up to 6 MB

/**
 * The services for a redrive of the records that Lambda wrote to a bucket: of failed batches of streams, and of failed asynchronous
 * events. Only functions whose failures go to that bucket are invoked. The records of one shard come in the order of their failures.
 * `prefix` is the beginning of the keys: `aws/lambda/<UUID of an event source>/` for one event source. The name of the bucket is in the
 * path of each request, because emulators of S3 need it there.
 */
export const bucketServices = (
  bucket: string,
  {
    prefix = LAMBDA,
    s3 = new S3Client({ forcePathStyle: true }),
    lambda = new LambdaClient(),
    signal,
  }: {
    readonly prefix?: string;
    readonly s3?: S3Client;
    readonly lambda?: LambdaClient;
    readonly signal?: AbortSignal;
  } = {},
): Services<Message> => {
  let last: string | undefined;
  const goesHere = async (functionArn: string): Promise<boolean> => {
    const isHere = (arn: string | undefined) => arn?.split(":::")[1] === bucket && arn.split(":")[2] === "s3";
    return (
      (await eventSourceDestinations(lambda, functionArn)).some(isHere) ||
      isHere(await asynchronousDestination(lambda, functionArn))
    );
  };
  const receive = async (): Promise<readonly Message[]> => {
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: OBJECTS, StartAfter: last }),
    );
    const keys = Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
    last = keys.at(-1);
    const messages = await Promise.all(keys.map((key) => read(s3, bucket, key)));
    const there = messages.filter((message) => message !== undefined);
    return there.length === 0 && keys.length > 0 ? receive() : there;
  };
  return {
    queue: {
      receive,
      remove: async ({ id }) => {
        await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: id }));
      },
      release: async () => {}, // an object is never hidden
    },
    invoke: invokeOnly(lambda, { place: "bucket", goesHere, signal }),
  };
};

/** An object as a message; `undefined` if another redrive has deleted it. */
const read = async (s3: S3Client, bucket: string, key: string): Promise<Message | undefined> => {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return { id: key, body: (await Body?.transformToString()) ?? "", attributes: {} };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
};
