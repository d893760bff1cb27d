import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { failure } from "../failure.ts";
import { type Finding, orOk, wrong } from "./finding.ts";
import type { Deployed } from "./ofStack.ts";

/** The failure queue should be empty. */
export const queue = async ({ aws, stack }: Deployed): Promise<readonly Omit<Finding, "check">[]> => {
  const QueueUrl = stack.outputs.FailureQueueUrl;
  if (QueueUrl === undefined) throw failure("the stack has no output FailureQueueUrl");
  const { Attributes } = await new SQSClient(aws).send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] }),
  );
  const messages = Number(Attributes?.ApproximateNumberOfMessages ?? 0);
  return orOk(
    messages === 0
      ? []
      : [wrong(`About ${messages} events are in the failure queue: tributary redrive --stack ${stack.name} says why`)],
    "The failure queue is empty",
  );
};
