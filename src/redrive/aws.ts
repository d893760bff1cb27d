import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { dynamoStore, type Store } from "../log/store.ts";
import { tableFrom } from "../log/table.ts";
import { look } from "./look.ts";
import type { Message } from "./parcel.ts";
import type { Means } from "./redrive.ts";

interface Received extends Message {
  readonly receipt: string;
}

// Longer than a redrive of the whole queue takes; where it is interrupted, its messages come back then.
const HIDDEN_SECONDS = 3_600;

/** The means of a redrive in AWS, from the queue's URL alone: which table and shards a function writes to, it says itself. */
export const awsMeans = (
  queueUrl: string,
  { sqs = new SQSClient(), lambda = new LambdaClient() } = {},
): Means<Received> => {
  const stores = new Map<string, Promise<Store>>();
  const storeOf = (functionArn: string): Promise<Store> => {
    const store = stores.get(functionArn) ?? configured(lambda, functionArn);
    stores.set(functionArn, store);
    return store;
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
        return Messages.map(({ Body = "", ReceiptHandle = "", MessageAttributes = {} }) => ({
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
    invoke: async (functionArn, event) => {
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({ FunctionName: functionArn, Payload: JSON.stringify(event) }),
      );
      const answer = Buffer.from(Payload ?? []).toString();
      if (FunctionError !== undefined) throw new Error(`${FunctionError}: ${answer}`);
      return JSON.parse(answer || "null");
    },
    inspect: async (functionArn, event) => {
      const { received, duplicate } = await look(await storeOf(functionArn), event);
      return { entries: received, kept: duplicate };
    },
  };
};

const configured = async (lambda: LambdaClient, functionArn: string): Promise<Store> => {
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionArn }));
  return dynamoStore(tableFrom(Environment?.Variables ?? {}));
};
