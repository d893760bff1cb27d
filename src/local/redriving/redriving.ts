import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { bucketServices } from "../../redrive/bucket.ts";
import type { Message } from "../../redrive/deadLetter.ts";
import { asynchronousDestination, eventSourceDestinations } from "../../redrive/destinations.ts";
import { invokeOnly } from "../../redrive/invoke.ts";
import { redrive, type Services } from "../../redrive/redrive.ts";
import type { Redriven } from "../../redrive/redriven.ts";
import type { QueueMessage } from "../delivery/queues.ts";
import { nameInArn } from "../project/identity.ts";
import type { Messages } from "../state/messages.ts";

interface Endpoints {
  /** The URL of the local system. */
  readonly url: string;
  /** The URL of the local S3. */
  readonly s3: string;
  readonly region: string;
}

const credentials = { accessKeyId: "local", secretAccessKey: "local" };

/** Redrives the messages of a queue, as `tributary redrive` does. If `isDry`, it only says what is in the log. */
export const redriveQueue = (
  { name, messages }: { readonly name: string; readonly messages: Pick<Messages<QueueMessage>, "list" | "remove"> },
  { url, region }: Endpoints,
  isDry: boolean,
): Promise<readonly Redriven[]> => {
  const lambda = new LambdaClient({ endpoint: url, region, credentials });
  const isHere = (arn: string | undefined) => arn?.split(":")[2] === "sqs" && nameInArn(arn) === name;
  const goesHere = async (functionArn: string): Promise<boolean> =>
    isHere(await asynchronousDestination(lambda, functionArn)) ||
    (await eventSourceDestinations(lambda, functionArn)).some(isHere);
  const all = messages.list();
  const pages = [all][Symbol.iterator]();
  const services: Services<Message> = {
    queue: {
      receive: async () => pages.next().value ?? [],
      remove: async ({ id }) => messages.remove(id),
      release: async () => {}, // no other receiver exists
    },
    invoke: invokeOnly(lambda, { place: "queue", goesHere }),
  };
  return Array.fromAsync(redrive(services, isDry));
};

/** Redrives the records that Lambda wrote to a bucket, as `tributary redrive --bucket` does. */
export const redriveBucket = (
  bucket: string,
  { url, s3, region }: Endpoints,
  isDry: boolean,
): Promise<readonly Redriven[]> => {
  const clients = {
    s3: new S3Client({ endpoint: s3, region, credentials }),
    lambda: new LambdaClient({ endpoint: url, region, credentials }),
  };
  return Array.fromAsync(redrive(bucketServices(bucket, clients), isDry));
};
