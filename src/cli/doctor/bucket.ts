import { GetBucketNotificationConfigurationCommand, S3Client } from "@aws-sdk/client-s3";
import { type Finding, orOk, wrong } from "./finding.ts";
import type { Deployed } from "./ofStack.ts";

/** A bucket must be connected once: if it is connected both by notification and through EventBridge, every change is logged twice. */
export const bucket = async ({ aws, stack }: Deployed): Promise<readonly Omit<Finding, "check">[]> => {
  const Bucket = stack.outputs.BucketName;
  if (Bucket === undefined) return [{ status: "unknown", what: "The stack has no output BucketName" }];
  const {
    EventBridgeConfiguration,
    LambdaFunctionConfigurations = [],
    QueueConfigurations = [],
    TopicConfigurations = [],
  } = await new S3Client(aws).send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  const notified = LambdaFunctionConfigurations.length + QueueConfigurations.length + TopicConfigurations.length;
  if (notified === 0 && EventBridgeConfiguration === undefined)
    return [wrong(`${Bucket} sends its events nowhere, so no change is logged: deploy the stack again`)];
  return orOk(
    notified > 0 && EventBridgeConfiguration !== undefined
      ? [
          wrong(
            `${Bucket} sends its events both as notifications and to EventBridge: if a rule gives them to a function of this log as well, every change is logged twice`,
          ),
        ]
      : [],
    `${Bucket} is connected once`,
  );
};
