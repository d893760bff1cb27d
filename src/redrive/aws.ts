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
import type { Services } from "./redrive.ts";
import { triggerOf } from "./triggerOf.ts";

interface Received extends Message {
  readonly receipt: string;
}

// Longer than a redrive of the whole queue takes. If a redrive is killed, its messages come back after this time.
const HIDDEN_SECONDS = 3_600;

/**
 * The services for a redrive of the queue with that URL. A message can name any function, so only functions that send their failed
 * events to that queue are invoked. The trigger and the table of a function are read from its configuration.
 */
export const awsServices = (
  queueUrl: string,
  { sqs = new SQSClient(), lambda = new LambdaClient() } = {},
): Services<Received> => {
  let queueArn: Promise<string> | undefined;
  const targets = new Map<string, Promise<Target>>();
  const targetOf = (functionArn: string): Promise<Target> => {
    queueArn ??= arnOf(sqs, queueUrl);
    const target = targets.get(functionArn) ?? findTarget(lambda, functionArn, queueArn);
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
  if (arn === undefined) throw new Error(`SQS returned no ARN for the queue ${QueueUrl}`);
  return arn;
};

const findTarget = async (lambda: LambdaClient, functionArn: string, queueArn: Promise<string>): Promise<Target> => {
  if ((await failuresOf(lambda, functionArn)) !== (await queueArn))
    throw new Error(
      "The message names a function whose failures do not go to this queue. The function was not invoked",
    );
  const { Environment, Handler = "" } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionArn }),
  );
  return {
    functionArn,
    trigger: await triggerOf(Handler),
    store: dynamoStore(tableFrom(Environment?.Variables ?? {})),
  };
};

/** The ARN of the destination for failed asynchronous events of a function, or of the version or alias that the ARN names. */
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
