import {
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  InvokeCommand,
  LambdaClient,
  ResourceNotFoundException,
} from "@aws-sdk/client-lambda";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { dynamoStore } from "../log/store.ts";
import { tableFrom } from "../log/table.ts";
import { clientContextOf } from "../middleware/originalRequestId.ts";
import type { Message } from "./deadLetter.ts";
import { look, type Target } from "./look.ts";
import type { Means } from "./redrive.ts";
import { triggerOf } from "./triggerOf.ts";

interface Received extends Message {
  readonly receipt: string;
}

// Longer than a redrive of the whole queue takes. When it is killed, its messages come back after this time.
const HIDDEN_SECONDS = 3_600;

/**
 * The means of a redrive in AWS, from the queue's URL alone. Whoever may send to the queue can name any function in a message. So
 * only functions whose failed events Lambda sends to that queue are invoked. A function's configuration says which trigger it has
 * and which table it writes to.
 */
export const awsMeans = (
  queueUrl: string,
  { sqs = new SQSClient(), lambda = new LambdaClient() } = {},
): Means<Received> => {
  let queueArn: Promise<string> | undefined;
  const targets = new Map<string, Promise<Target>>();
  const targetOf = (functionArn: string): Promise<Target> => {
    queueArn ??= arnOf(sqs, queueUrl);
    const target = targets.get(functionArn) ?? configured(lambda, functionArn, queueArn);
    targets.set(functionArn, target);
    return target;
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
    invoke: async ({ functionArn, event, requestId }) => {
      await targetOf(functionArn);
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({
          FunctionName: functionArn,
          Payload: JSON.stringify(event),
          ClientContext: Buffer.from(JSON.stringify(clientContextOf(requestId))).toString("base64"),
        }),
      );
      const answer = Buffer.from(Payload ?? []).toString();
      if (FunctionError !== undefined) throw new Error(`${FunctionError}: ${answer}`);
      return JSON.parse(answer || "null");
    },
    inspect: async (deadLetter) => look(await targetOf(deadLetter.functionArn), deadLetter),
  };
};

const arnOf = async (sqs: SQSClient, QueueUrl: string): Promise<string> => {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  const arn = Attributes?.QueueArn;
  if (arn === undefined) throw new Error(`SQS does not say what the ARN of ${QueueUrl} is`);
  return arn;
};

const configured = async (lambda: LambdaClient, functionArn: string, queueArn: Promise<string>): Promise<Target> => {
  if ((await failuresOf(lambda, functionArn)) !== (await queueArn))
    throw new Error("The message names a function whose failures do not go to this queue; it was not invoked");
  const { Environment, Handler = "" } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionArn }),
  );
  return {
    functionArn,
    trigger: await triggerOf(Handler),
    store: dynamoStore(tableFrom(Environment?.Variables ?? {})),
  };
};

/** Where Lambda sends the asynchronous events that the function, or the version or alias that the ARN ends in, has failed on. */
const failuresOf = async (lambda: LambdaClient, functionArn: string): Promise<string | undefined> => {
  const Qualifier = functionArn.split(":")[7] ?? "$LATEST";
  try {
    const { DestinationConfig } = await lambda.send(
      new GetFunctionEventInvokeConfigCommand({ FunctionName: functionArn, Qualifier }),
    );
    return DestinationConfig?.OnFailure?.Destination;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};
