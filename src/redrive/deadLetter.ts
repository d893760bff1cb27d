import * as z from "zod";

/** A message of the failure queue: its text, and its attributes by name. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The content of a message of the failure queue: a whole event, and the function that could not keep it. */
export interface DeadLetter {
  readonly functionArn: string;
  readonly event: unknown;
  /**
   * The id of the request in which Lambda tried the event. A dead letter of EventBridge Scheduler has none, because its event never
   * reached the function. There it is the id of the message.
   */
  readonly requestId: string;
  /** The reason of the failure. */
  readonly error: string;
}

/** Reads a message from Lambda's failure destination or from EventBridge Scheduler. Throws if the message has another form. */
export const parseDeadLetter = ({ id, body, attributes }: Message): DeadLetter => {
  const destination = LambdaRecord.safeParse(JSON.parse(body));
  if (destination.success) return { ...destination.data, requestId: destination.data.requestId || id };
  const { SCHEDULE_ARN, TARGET_ARN, SCHEDULED_TIME, ERROR_CODE, ERROR_MESSAGE, IS_PAYLOAD_TRUNCATED } =
    SchedulerLetter.parse(attributes);
  if (IS_PAYLOAD_TRUNCATED === "true")
    throw new Error("EventBridge Scheduler has truncated the event, so it cannot be sent again");
  const input = body
    .replaceAll("<aws.scheduler.schedule-arn>", SCHEDULE_ARN)
    .replaceAll("<aws.scheduler.scheduled-time>", SCHEDULED_TIME);
  return { functionArn: TARGET_ARN, event: JSON.parse(input), requestId: id, error: `${ERROR_CODE}: ${ERROR_MESSAGE}` };
};

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const LambdaRecord = z
  .object({
    requestContext: z.object({ requestId: z.string().optional(), functionArn: z.string(), condition: z.string() }),
    requestPayload: z.unknown(),
    responsePayload: z.object({ errorMessage: z.string().optional() }).nullish(),
  })
  .transform(({ requestContext: { functionArn, condition, requestId }, requestPayload, responsePayload }) => ({
    // A call without a version calls `$LATEST`, too.
    functionArn: functionArn.replace(/:\$LATEST$/, ""),
    event: requestPayload,
    requestId,
    error: responsePayload?.errorMessage ?? condition,
  }));

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html */
const SchedulerLetter = z.object({
  SCHEDULE_ARN: z.string(),
  TARGET_ARN: z.string(),
  SCHEDULED_TIME: z.string().default(""),
  ERROR_CODE: z.string().default("unknown"),
  ERROR_MESSAGE: z.string().default("unknown"),
  IS_PAYLOAD_TRUNCATED: z.string().optional(),
});
