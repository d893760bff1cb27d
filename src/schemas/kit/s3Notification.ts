import * as z from "zod";
import { attribute, moment } from "../../log/fields.ts";
import { AWS, bucketName, objectKey, optionalField, optionalText, type Upload } from "./s3Upload.ts";
import { withSent } from "./shape.ts";
import { type Names, unread } from "./unread.ts";

/**
 * A record of an event notification. S3 sends it, or a look-alike of S3 (MinIO, Ceph, StorageGRID). Its key is already decoded.
 */
export const s3Notification = withSent(
  () => notification(),
  ({ s3, ...read }, record): Upload => ({
    eventSource: read.eventSource ?? AWS,
    region: read.awsRegion ?? "",
    bucket: s3.bucket.name,
    ...s3.object,
    eventName: read.eventName.replace(/^s3:/, ""),
    ...read.eventTime,
    requestId: read.responseElements?.["x-amz-request-id"],
    principalId: read.userIdentity?.principalId,
    sourceIp: read.requestParameters?.sourceIPAddress,
    configurationId: s3.configurationId,
    details: unread(record, READ),
  }),
);

// Some versions of Ceph write a space instead of the T. RFC 3339 allows it (section 5.6).
const time = () =>
  z
    .string()
    .transform((time) => time.replace(/^(\d{4}-\d\d-\d\d) /, "$1T"))
    .pipe(moment);

// In the documentation of Ceph, the size is a string.
const size = () =>
  z.union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d{1,15}$/)
        .transform(Number),
      z.literal("").transform(() => undefined),
    ],
    { error: "Invalid size: expected a number of bytes" },
  );

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
const notification = () =>
  z.object({
    eventSource: optionalText.pipe(attribute(256).optional()),
    awsRegion: optionalText.pipe(attribute(64).optional()),
    eventTime: time(),
    eventName: attribute(256),
    userIdentity: optionalField(z.object({ principalId: optionalText })),
    requestParameters: optionalField(z.object({ sourceIPAddress: optionalText })),
    responseElements: optionalField(z.object({ "x-amz-request-id": optionalText })),
    s3: z.object({
      configurationId: optionalText,
      bucket: z.object({ name: bucketName }),
      object: z.object({
        key: objectKey,
        size: optionalField(size()),
        eTag: optionalText,
        versionId: optionalText,
        sequencer: optionalText,
      }),
    }),
  });

// The fields that the schema reads, and fields without information about the change: format versions, and the owner and ARN of the bucket.
const READ: Names = {
  ...{ eventVersion: true, eventSource: true, awsRegion: true, eventTime: true, eventName: true },
  userIdentity: { principalId: true },
  requestParameters: { sourceIPAddress: true },
  responseElements: { "x-amz-request-id": true },
  s3: {
    s3SchemaVersion: true,
    configurationId: true,
    bucket: { name: true, arn: true, ownerIdentity: true },
    object: { key: true, size: true, eTag: true, versionId: true, sequencer: true },
  },
};
