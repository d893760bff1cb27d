import * as z from "zod";
import { parseBatch, type StreamBatch } from "./streamBatch.ts";

/** A message of the failure queue, or an object of the failure bucket: its text, and its attributes by name. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The content of a message: a whole event, and the function that could not keep it. */
export type DeadLetter = z.infer<typeof DeadLetter>;
export const DeadLetter = z.object({
  functionArn: z.string(),
  event: z.unknown(),
  /**
   * The id of the request in which Lambda tried the event. A dead letter of EventBridge Scheduler has none, because its event never
   * reached the function. There it is the id of the message.
   */
  requestId: z.string(),
  /** The reason of the failure. */
  error: z.string(),
});

/**
 * Reads a message from Lambda's failure destination or from EventBridge Scheduler. The result is a {@link StreamBatch} if the message
 * only names the place of the records in a stream. Throws if the message has another form.
 */
export const parseDeadLetter = ({ id, body, attributes }: Message): DeadLetter | StreamBatch => {
  const json = JSON.parse(body);
  const destination = z.union([LambdaRecord, WholeBatch]).safeParse(json);
  if (destination.success) return { ...destination.data, requestId: destination.data.requestId || id };
  const batch = parseBatch(json);
  if (batch !== undefined) return batch;
  const { SCHEDULE_ARN, TARGET_ARN, SCHEDULED_TIME, ERROR_CODE, ERROR_MESSAGE, IS_PAYLOAD_TRUNCATED } =
    SchedulerLetter.parse(attributes);
  if (IS_PAYLOAD_TRUNCATED === "true")
    throw new Error("EventBridge Scheduler has truncated the event, so it cannot be sent again");
  const input = body
    .replaceAll("<aws.scheduler.schedule-arn>", SCHEDULE_ARN)
    .replaceAll("<aws.scheduler.scheduled-time>", SCHEDULED_TIME);
  return { functionArn: TARGET_ARN, event: JSON.parse(input), requestId: id, error: `${ERROR_CODE}: ${ERROR_MESSAGE}` };
};

const RequestContext = z.object({ requestId: z.string().optional(), functionArn: z.string(), condition: z.string() });

// A call without a version calls `$LATEST`, too.
const withoutLatest = (functionArn: string): string => functionArn.replace(/:\$LATEST$/, "");

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const LambdaRecord = z
  .object({
    requestContext: RequestContext,
    requestPayload: z.unknown(),
    responsePayload: z.object({ errorMessage: z.string().optional() }).nullish(),
  })
  .transform(({ requestContext: { functionArn, condition, requestId }, requestPayload, responsePayload }) => ({
    functionArn: withoutLatest(functionArn),
    event: requestPayload,
    requestId,
    error: responsePayload?.errorMessage ?? condition,
  }));

/**
 * The record of a failed batch of a stream, in a bucket. `payload` is the whole event: AWS writes it as JSON text, and LocalStack as
 * JSON. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
const WholeBatch = z
  .object({ requestContext: RequestContext, payload: z.union([z.string(), z.looseObject({})]) })
  .transform(({ requestContext: { functionArn, condition, requestId }, payload }) => ({
    functionArn: withoutLatest(functionArn),
    event: typeof payload === "string" ? JSON.parse(payload) : payload,
    requestId,
    error: condition,
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
