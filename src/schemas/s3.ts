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

const isOfS3 = (record: unknown): boolean =>
  ["s3", "eventName", "eventTime", "detail-type", "Event"].some((name) => has(record, name));

/** Changes of S3 objects: told by an event notification (many records at once), or through EventBridge (one). */
export const s3 = trigger({
  stream: "s3",
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
  // S3 may tell of a change twice, in two events. What is no record of S3 has no such identity.
  identify: (record) => (isOfS3(record) ? [sha256Of(jsonOf(record))] : undefined),
  respond: reportOrThrow,
});
