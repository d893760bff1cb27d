import * as z from "zod";
import { sha256Of } from "../log/clip.ts";
import type { NewEntry } from "../log/entry.ts";
import { jsonOf } from "../log/json.ts";
import { regionOf } from "./kit/arn.ts";
import { reportOrThrow } from "./kit/report.ts";
import { s3EventBridge } from "./kit/s3EventBridge.ts";
import { s3Notification } from "./kit/s3Notification.ts";
import { isTestEvent, s3TestEvent } from "./kit/s3TestEvent.ts";
import { uploadEntry } from "./kit/s3Upload.ts";
import { has, shape } from "./kit/shape.ts";
import { trigger } from "./kit/trigger.ts";

const isS3Record = (record: unknown): boolean =>
  ["s3", "eventName", "eventTime", "detail-type", "Event"].some((name) => has(record, name));

/**
 * Changes of S3 objects. S3 sends them as an event notification (one or more records) or through EventBridge (one record). The work
 * function gets an {@link Upload}.
 *
 * @example
 * export const handler = onEvent(s3("s3"), ({ bucket, key }) => makeThumbnail(bucket, key));
 */
export const s3 = <const Name extends string>(stream: Name) =>
  trigger({
    stream,
    event: shape((event): z.ZodType<{ readonly Records: readonly unknown[] }> => {
      const alone = () => ({ Records: [event] });
      if (has(event, "Event")) return z.object({ Event: z.literal("s3:TestEvent") }).transform(alone);
      if (has(event, "detail-type")) return z.object({ source: z.literal("aws.s3") }).transform(alone);
      return z.object({ Records: z.array(z.unknown()).pipe(z.array(z.unknown()).min(1)) });
    }),
    items: ({ Records }) => Records,
    normalizedAs: "aws:s3",
    record: shape((record) => (has(record, "detail-type") ? s3EventBridge : s3Notification)),
    notice: (record, { functionArn }): z.ZodType<NewEntry> | undefined =>
      isTestEvent(record) ? s3TestEvent(regionOf(functionArn)) : undefined,
    entry: uploadEntry,
    // S3 may deliver the same record twice, in two events. Only a record of S3 has this identity.
    identify: (record) => (isS3Record(record) ? [sha256Of(jsonOf(record))] : undefined),
    respond: reportOrThrow,
  });
