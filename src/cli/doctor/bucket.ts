import { GetBucketNotificationConfigurationCommand, S3Client } from "@aws-sdk/client-s3";
import { errorText } from "../../log/errorText.ts";
import { type Finding, orOk, wrong } from "./finding.ts";
import type { Deployed } from "./ofStack.ts";
import { type BucketRule, rulesOf } from "./rulesOf.ts";

/** A bucket must be connected once: if two ways lead from it to the log, every change is logged twice. */
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
  const once = `${Bucket} is connected once`;
  if (EventBridgeConfiguration === undefined)
    return orOk(
      notified === 0
        ? [wrong(`${Bucket} sends its events nowhere, so no change is logged: deploy the stack again`)]
        : [],
      once,
    );
  try {
    const rules = await rulesOf(aws, Bucket, stack.outputs.TableName);
    return orOk(faults(Bucket, notified > 0, rules), once);
  } catch (thrown) {
    return [
      {
        status: "unknown",
        what: `${Bucket} sends its events to EventBridge too, and its rules could not be read, so a second connection may exist: ${errorText(thrown)}. Allow events:ListRules, events:ListTargetsByRule, lambda:GetFunctionConfiguration and lambda:ListEventSourceMappings`,
      },
    ];
  }
};

const faults = (
  bucket: string,
  isNotified: boolean,
  rules: readonly BucketRule[],
): readonly Omit<Finding, "check">[] => {
  const ways = [
    ...(isNotified ? ["as notifications"] : []),
    ...rules.flatMap(({ name, functions }) => functions.map((one) => `by the rule ${name} to ${one}`)),
  ];
  const others = rules.flatMap(({ name, others }) => others.map((arn) => `${arn} (rule ${name})`));
  return [
    ...(ways.length > 1
      ? [
          wrong(
            `${bucket} is connected ${ways.length} times: ${ways.join(", and ")}. Every change is logged once for each, if the function is not made with bothWays: remove all but one`,
          ),
        ]
      : []),
    ...(ways.length === 0 && others.length === 0
      ? [
          wrong(
            `${bucket} sends its events only to EventBridge, and no rule gives them to a function of this log, so no change is logged`,
          ),
        ]
      : []),
    ...(others.length > 0
      ? [
          {
            status: "unknown" as const,
            what: `EventBridge gives the events of ${bucket} also to ${others.join(", ")}: if a function of this log gets them from there, every change is logged twice`,
          },
        ]
      : []),
  ];
};
