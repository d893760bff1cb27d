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
import { clientContextOf } from "../middleware/originalRequestId.ts";
import type { Message } from "./deadLetter.ts";
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
  { sqs = new SQSClient(), lambda = new LambdaClient() } = {},
): Services<Received> => {
  let queueArn: Promise<string> | undefined;
  const checked = new Map<string, Promise<void>>();
  const checkTarget = (functionArn: string): Promise<void> => {
    queueArn ??= arnOf(sqs, queueUrl);
    const result = checked.get(functionArn) ?? check(lambda, functionArn, queueArn);
    checked.set(functionArn, result);
    return result;
  };
  const invoke: Services<Received>["invoke"] = async ({ functionArn, event, requestId }) => {
    await checkTarget(functionArn);
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
    invoke,
  };
};

const arnOf = async (sqs: SQSClient, QueueUrl: string): Promise<string> => {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  const arn = Attributes?.QueueArn;
  if (arn === undefined) throw new Error(`SQS returned no ARN for the queue ${QueueUrl}`);
  return arn;
};

/** Throws if a function is not one of Tributary, or if its failed events do not go to the queue. */
const check = async (lambda: LambdaClient, functionArn: string, queueArn: Promise<string>): Promise<void> => {
  if ((await failuresOf(lambda, functionArn)) !== (await queueArn))
    throw new Error(
      "The message names a function whose failures do not go to this queue. The function was not invoked",
    );
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionArn }));
  if (Environment?.Variables?.["TABLE_NAME"] === undefined)
    throw new Error("The function has no TABLE_NAME, so it is no function of Tributary. It was not invoked");
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
