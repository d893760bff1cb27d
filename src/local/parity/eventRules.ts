import { all, approximated, honored, ignored, type Rules } from "./rule.ts";

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
  S3: { "*": byHand },
  ScheduleV2: { "*": byHand },
  Schedule: { "*": byHand },
  Api: { "*": ignored("only HTTP APIs run here: use the event type HttpApi") },
};
