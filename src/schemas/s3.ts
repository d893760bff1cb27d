import * as z from "zod";
import { sha256Of } from "../log/clip.ts";
import type { NewEntry } from "../log/entry.ts";
import { has } from "../log/has.ts";
import { jsonOf } from "../log/json.ts";
import { textAt } from "../log/textAt.ts";
import { regionOf } from "./kit/arn.ts";
import { type Batch, batch } from "./kit/batch.ts";
import { type BatchAnswer, batchAnswer } from "./kit/batchAnswer.ts";
import { type Report, reportOrThrow } from "./kit/report.ts";
import { s3EventBridge } from "./kit/s3EventBridge.ts";
import { faultOf, itemsIn, type S3Item } from "./kit/s3Messages.ts";
import { s3Notification } from "./kit/s3Notification.ts";
import { isTestEvent, s3TestEvent } from "./kit/s3TestEvent.ts";
import { type Upload, uploadEntry } from "./kit/s3Upload.ts";
import { shape, withSent } from "./kit/shape.ts";
import { trigger } from "./kit/trigger.ts";

const isS3Record = (record: unknown): boolean =>
  ["s3", "eventName", "eventTime", "detail-type", "Event"].some((name) => has(record, name));

interface S3Options {
  /**
   * Set this if a bucket sends its changes as notifications and through EventBridge too. Then both are one entry, with the time of the
   * one that came first. Each change costs one more write unit. Without it, each such change is two entries, because the two times
   * differ.
   */
  readonly bothWays?: boolean;
}

/**
 * Changes of S3 objects. S3 sends them as an event notification (one or more records) or through EventBridge (one record). Either may
 * come directly, in a message of an SNS topic, in a message of an SQS queue, or through a topic and a queue. The entry is the same. The
 * work function gets an {@link Upload}.
 *
 * @example
 * export const handler = onEvent(s3("s3"), ({ bucket, key }) => makeThumbnail(bucket, key));
 */
export const s3 = <const Name extends string>(stream: Name, { bothWays = false }: S3Options = {}) =>
  trigger({
    stream,
    event: shape((event): z.ZodType<Batch> => {
      if (has(event, "Event")) return testEvent;
      return has(event, "detail-type") ? eventOfBus : batch;
    }),
    items: ({ Records }) => Records.flatMap(itemsIn),
    payload: ({ record }) => record,
    normalizedAs: "aws:s3",
    record: shape((record): z.ZodType<Upload> => {
      const fault = faultOf(record);
      if (fault !== undefined) return refusal(fault);
      return has(record, "detail-type") ? s3EventBridge : s3Notification;
    }),
    notice: ({ record }, { functionArn }): z.ZodType<NewEntry> | undefined =>
      isTestEvent(record) ? s3TestEvent(regionOf(functionArn)) : undefined,
    entry: (upload) => ({ ...uploadEntry(upload), ...(bothWays && { claim: {} }) }),
    given: (upload: Upload, entry: NewEntry): Upload =>
      entry.time === upload.time
        ? upload
        : { ...upload, time: entry.time, origintime: textAt(entry, "extensions", "origintime") },
    // S3 may deliver the same record twice, in two events. Only a record of S3 has this identity.
    identify: ({ record, message }) =>
      isS3Record(record)
        ? [sha256Of(jsonOf(record))]
        : message?.identity && [...message.identity, String(message.index)],
    lane: ({ message }) => message?.lane,
    respond: (outcomes): Report | BatchAnswer =>
      outcomes.some(({ item }) => item?.message?.from === "queue") ? answerQueue(outcomes) : reportOrThrow(outcomes),
  });

const alone = (_: unknown, event: unknown): Batch => ({ Records: [event] });
const testEvent = withSent(() => z.object({ Event: z.literal("s3:TestEvent") }), alone);
const eventOfBus = withSent(() => z.object({ source: z.literal("aws.s3") }), alone);

const answerQueue = batchAnswer(({ message }: S3Item) => message?.itemIdentifier);

const refusal = (fault: { readonly path: string[]; readonly message: string }) =>
  z.unknown().transform((_, context) => {
    context.addIssue({ code: "custom", ...fault });
    return z.NEVER;
  });
