import { LambdaClient } from "@aws-sdk/client-lambda";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { Message } from "./deadLetter.ts";
import { asynchronousDestination } from "./destinations.ts";
import { invokeOnly } from "./invoke.ts";
import type { Services } from "./redrive.ts";

interface Received extends Message {
  readonly receipt: string;
}

// Longer than a redrive of the whole queue takes. If a redrive is killed, its messages come back after this time.
const HIDDEN_SECONDS = 3_600;

/**
 * The services for a redrive of the queue with that URL. A message can name any function, so only functions that send their failed
 * events to that queue are invoked. The function itself says which records of an event are in the log.
 */
export const awsServices = (
  queueUrl: string,
  {
    sqs = new SQSClient(),
    lambda = new LambdaClient(),
    signal,
  }: { readonly sqs?: SQSClient; readonly lambda?: LambdaClient; readonly signal?: AbortSignal } = {},
): Services<Received> => {
  let queueArn: Promise<string> | undefined;
  const goesHere = async (functionArn: string): Promise<boolean> => {
    queueArn ??= arnOf(sqs, queueUrl);
    return (await asynchronousDestination(lambda, functionArn)) === (await queueArn);
  };
  return {
    queue: {
      receive: async () => {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: queueUrl,
            MaxNumberOfMessages: 10,
            MessageAttributeNames: ["All"],
            WaitTimeSeconds: 1,
            VisibilityTimeout: HIDDEN_SECONDS,
          }),
        );
        return Messages.map(({ MessageId = "", Body = "", ReceiptHandle = "", MessageAttributes = {} }) => ({
          id: MessageId,
          body: Body,
          receipt: ReceiptHandle,
          attributes: Object.fromEntries(
            Object.entries(MessageAttributes).map(([name, { StringValue = "" }]) => [name, StringValue]),
          ),
        }));
      },
      remove: async ({ receipt }) => {
        await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receipt }));
      },
      release: async ({ receipt }) => {
        const message = { QueueUrl: queueUrl, ReceiptHandle: receipt };
        await sqs.send(new ChangeMessageVisibilityCommand({ ...message, VisibilityTimeout: 0 }));
      },
    },
    invoke: invokeOnly(lambda, { place: "queue", goesHere, signal }),
  };
};

const arnOf = async (sqs: SQSClient, QueueUrl: string): Promise<string> => {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  const arn = Attributes?.QueueArn;
  if (arn === undefined) throw new Error(`SQS returned no ARN for the queue ${QueueUrl}`);
  return arn;
};
