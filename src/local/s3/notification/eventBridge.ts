import { createHash } from "node:crypto";
import { decodedKey } from "./decodedKey.ts";
import type { S3Record } from "./record.ts";

/**
 * The event that S3 sends to EventBridge of the same change. Its id is always the same for a record, so that a repeated delivery has
 * the same id. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export const eventBridgeEvent = (record: S3Record, account = "123456789012") => {
  const { eventName, eventTime, awsRegion, s3, responseElements, requestParameters } = record;
  const { key, size, eTag, versionId, sequencer } = s3.object;
  const { type, ...more } = KINDS[eventName] ?? { type: eventName };
  return {
    version: "0",
    id: uuidOf(record),
    "detail-type": type,
    source: "aws.s3",
    account,
    time: eventTime.replace(/\.\d+Z$/, "Z"),
    region: awsRegion,
    resources: [s3.bucket.arn],
    detail: {
      version: "0",
      "event-version": "1.1",
      bucket: { name: s3.bucket.name },
      object: {
        key: decodedKey(key),
        ...(size !== undefined && { size }),
        ...(eTag !== undefined && { etag: eTag }),
        ...(versionId !== undefined && { "version-id": versionId }),
        ...(sequencer !== undefined && { sequencer }),
      },
      "request-id": responseElements["x-amz-request-id"],
      requester: account,
      "source-ip-address": requestParameters.sourceIPAddress,
      ...more,
    },
  };
};

const KINDS: Readonly<Record<string, { readonly type: string } & Readonly<Record<string, string>>>> = {
  "ObjectCreated:Put": { type: "Object Created", reason: "PutObject" },
  "ObjectCreated:Post": { type: "Object Created", reason: "POST Object" },
  "ObjectCreated:Copy": { type: "Object Created", reason: "CopyObject" },
  "ObjectCreated:CompleteMultipartUpload": { type: "Object Created", reason: "CompleteMultipartUpload" },
  "ObjectRemoved:Delete": {
    type: "Object Deleted",
    reason: "DeleteObject",
    "deletion-type": "Permanently Deleted",
  },
  "ObjectRemoved:DeleteMarkerCreated": {
    type: "Object Deleted",
    reason: "DeleteObject",
    "deletion-type": "Delete Marker Created",
  },
  "ObjectTagging:Put": { type: "Object Tags Added" },
  "ObjectTagging:Delete": { type: "Object Tags Deleted" },
};

const uuidOf = (record: S3Record): string =>
  createHash("sha256")
    .update(JSON.stringify(record))
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
