import * as z from "zod";
import { attribute, moment } from "../../log/fields.ts";
import { detailsOf } from "./s3EventBridgeDetails.ts";
import { eventNameOf } from "./s3EventName.ts";
import { AWS, bucketName, objectKey, optionalField, optionalText, type Upload } from "./s3Upload.ts";
import { withSent } from "./shape.ts";

/**
 * An event that S3 sends through EventBridge. Its key is never encoded. The event name and the other fields get the names that
 * notifications have, so that a reader need not know how a bucket is connected.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export const s3EventBridge = withSent(
  () => event(),
  ({ "detail-type": type, time, region, detail: { bucket, object, ...detail } }, sent): Upload => ({
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
    details: detailsOf(sent),
  }),
);

const event = () =>
  z.object({
    "detail-type": attribute(256),
    time: moment,
    region: attribute(64),
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
      reason: optionalText.pipe(attribute(256).optional()), // it becomes a part of the type
      "deletion-type": optionalText,
    }),
  });
