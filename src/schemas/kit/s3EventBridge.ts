import * as z from "zod";
import { moment, text } from "../../log/fields.ts";
import { detailsOf } from "./s3EventBridgeDetails.ts";
import { eventNameOf } from "./s3EventName.ts";
import { AWS, bucketName, objectKey, optionalField, optionalText, type Upload } from "./s3Upload.ts";
import { shape } from "./shape.ts";

const Event = z.object({
  "detail-type": text(256),
  time: moment,
  region: text(64),
  detail: z.object({
    bucket: z.object({ name: bucketName }),
    object: z.object({
      key: objectKey,
      size: optionalField(z.number()),
      etag: optionalText,
      "version-id": optionalText,
      sequencer: optionalText,
    }),
    "request-id": optionalText,
    requester: optionalText,
    "source-ip-address": optionalText,
    reason: optionalText,
    "deletion-type": optionalText,
  }),
});

/**
 * An event that S3 sends through EventBridge. Its key is never encoded. The event name and the other fields get the names that
 * notifications have, so that a reader need not know how a bucket is connected.
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
