import * as z from "zod";
import type { NewEntry } from "../../log/entry.ts";
import { moment, text } from "../../log/fields.ts";
import { has } from "../../log/has.ts";
import { AWS, bucketName, s3Source, uploadIdentity } from "./s3Upload.ts";
import { withSent } from "./shape.ts";
import { type Names, unread } from "./unread.ts";

const NAME = "s3:TestEvent";

export const isTestEvent = (record: unknown): boolean => has(record, "Event") && record.Event === NAME;

const READ: Names = { Service: true, Event: true, Time: true, Bucket: true, RequestId: true };

/**
 * The event that S3 sends once, without records, when somebody sets up the notifications of a bucket. It has no region; the bucket
 * is in the region of the function.
 */
export const s3TestEvent = (region: string) =>
  withSent(
    () => z.object({ Time: moment, Bucket: bucketName, RequestId: text(1024) }),
    ({ Time: { time, origintime }, Bucket: bucket, RequestId: requestId }, event): NewEntry => ({
      identity: uploadIdentity({ bucket, key: "", eventName: "TestEvent", requestId, time }),
      time,
      source: s3Source(AWS, region, bucket),
      type: "com.amazonaws.s3.TestEvent",
      data: { bucket, requestId, details: unread(event, READ) },
      extensions: origintime === undefined ? undefined : { origintime },
    }),
  );
