import * as z from "zod";
import { moment, text } from "../../log/fields.ts";
import { detailsOf } from "./s3EventBridgeDetails.ts";
import { eventNameOf } from "./s3EventName.ts";
import { AWS, bucketName, objectKey, sometimes, sometimesText, type Upload } from "./s3Upload.ts";
import { shape } from "./shape.ts";

const Event = z.object({
  "detail-type": text(256),
  time: moment,
  region: text(64),
  detail: z.object({
    bucket: z.object({ name: bucketName }),
    object: z.object({
      key: objectKey,
      size: sometimes(z.number()),
      etag: sometimesText,
      "version-id": sometimesText,
      sequencer: sometimesText,
    }),
    "request-id": sometimesText,
    requester: sometimesText,
    "source-ip-address": sometimesText,
    reason: sometimesText,
    "deletion-type": sometimesText,
  }),
});

/**
 * An event that S3 sends through EventBridge; its key is never encoded. What happened, and what else was sent, has the names of
 * notifications, so that a reader need not know how a bucket is connected.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export const s3EventBridge = shape((event) =>
  Event.transform(
    ({ "detail-type": type, time, region, detail: { bucket, object, ...detail } }): Upload => ({
      eventSource: AWS,
      region,
      bucket: bucket.name,
      key: object.key,
      eventName: eventNameOf({ type, reason: detail.reason, deletion: detail["deletion-type"] }),
      ...time,
      versionId: object["version-id"],
      sequencer: object.sequencer,
      requestId: detail["request-id"],
      size: object.size,
      eTag: object.etag,
      requester: detail.requester,
      sourceIp: detail["source-ip-address"],
      details: detailsOf(event),
    }),
  ),
);
