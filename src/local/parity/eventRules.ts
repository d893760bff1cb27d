import { all, approximated, harmless, honored, ignored, type Rules } from "./rule.ts";

const byHand = approximated("its events come only by POST /_local/events/<Function>");

/** The rules of each type of event of a function. */
export const eventRules: Readonly<Record<string, Rules>> = {
  HttpApi: {
    ...all(honored, "Method", "Path"),
    ApiId: approximated("all APIs of the template share one port"),
    Auth: approximated("every caller may call every route"),
  },
  SQS: { FunctionResponseTypes: honored, "*": byHand },
  Kinesis: { ...all(honored, "FunctionResponseTypes", "MaximumRetryAttempts", "DestinationConfig"), "*": byHand },
  DynamoDB: { ...all(honored, "FunctionResponseTypes", "MaximumRetryAttempts", "DestinationConfig"), "*": byHand },
  SNS: { "*": byHand },
  EventBridgeRule: { "*": byHand },
  CloudWatchEvent: { "*": byHand },
  S3: all(honored, "Bucket", "Events", "Filter"),
  ScheduleV2: {
    ...all(honored, "Name", "GroupName", "ScheduleExpression", "ScheduleExpressionTimezone"),
    ...all(honored, "StartDate", "EndDate", "State", "Input"),
    OmitName: approximated("the name is that of the function and of the event"),
    FlexibleTimeWindow: approximated("it fires when it is due"),
    ...all(approximated("a firing always reaches the function"), "RetryPolicy", "DeadLetterConfig"),
    ...all(approximated("a function may call everything"), "RoleArn", "PermissionsBoundary"),
  },
  Schedule: {
    ...all(honored, "Name", "Schedule", "State", "Enabled", "Input"),
    ...all(approximated("a firing always reaches the function"), "RetryPolicy", "DeadLetterConfig"),
    Description: harmless("it describes, and does nothing"),
  },
  Api: { "*": ignored("only HTTP APIs run here: use the event type HttpApi") },
};
