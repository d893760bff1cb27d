import * as z from "zod";
import { sha256Of } from "../log/clip.ts";
import type { NewEntry } from "../log/entry.ts";
import { moment } from "../log/fields.ts";
import { jsonOf } from "../log/json.ts";
import { regionOf } from "./kit/arn.ts";
import { reportOrThrow } from "./kit/report.ts";
import { s3EventBridge } from "./kit/s3EventBridge.ts";
import { s3Notification } from "./kit/s3Notification.ts";
import { bucketName, s3Source, uploadEntry, uploadIdentity } from "./kit/s3Upload.ts";
import { has, shape } from "./kit/shape.ts";
import { trigger } from "./kit/trigger.ts";

/** What S3 sends once, without records, when a bucket's notifications are set up. */
const TestEvent = z.object({
  Event: z.literal("s3:TestEvent"),
  Time: moment,
  Bucket: bucketName,
  RequestId: z.string(),
  HostId: z.string().optional(),
});

const testEntry = ({
  Time: { time, origintime },
  Bucket: bucket,
  RequestId: requestId,
  region,
}: z.infer<typeof TestEvent> & { region: string }): NewEntry => ({
  identity: uploadIdentity({ bucket, key: "", eventName: "TestEvent", requestId, time }),
  time,
  source: s3Source(region, bucket),
  type: "com.amazonaws.s3.TestEvent",
  data: { bucket, requestId },
  extensions: origintime === undefined ? undefined : { origintime },
});

const alone = (event: unknown) => ({ Records: [event] });

const isOfS3 = (record: unknown): boolean =>
  ["s3", "eventName", "eventTime", "detail-type", "Event"].some((name) => has(record, name));

/** Changes of S3 objects, told by an event notification (many records at once) or through EventBridge (one). */
export const s3 = trigger({
  stream: "s3",
  event: shape((event) => {
    if (has(event, "Event")) return z.looseObject({ Event: z.literal("s3:TestEvent") }).transform(alone);
    if (has(event, "detail-type")) return z.looseObject({ source: z.literal("aws.s3") }).transform(alone);
    return z.object({ Records: z.array(z.unknown()).pipe(z.array(z.unknown()).min(1)) });
  }),
  items: ({ Records }, { functionArn }) =>
    Records.map((record) => (has(record, "Event") ? { ...record, region: regionOf(functionArn) } : record)),
  record: shape((record) => (has(record, "detail-type") ? s3EventBridge : s3Notification)),
  notice: TestEvent.extend({ region: z.string() }).transform(testEntry),
  entry: uploadEntry,
  // S3 may tell of a change twice, in two events. What is no record of S3 has no such identity.
  identify: (record) => (isOfS3(record) ? [sha256Of(jsonOf(record))] : undefined),
  respond: reportOrThrow,
});
