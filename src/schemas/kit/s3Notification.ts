import * as z from "zod";
import { moment, text } from "../../log/fields.ts";
import { AWS, bucketName, objectKey, sometimes, sometimesText, type Upload } from "./s3Upload.ts";
import { shape } from "./shape.ts";
import { type Names, unread } from "./unread.ts";

// Some versions of Ceph write a space for the T, which RFC 3339 allows (section 5.6).
const time = z
  .string()
  .transform((time) => time.replace(/^(\d{4}-\d\d-\d\d) /, "$1T"))
  .pipe(moment);

// In Ceph's documents it is a text.
const size = z.union(
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

const Notification = z.object({
  eventSource: sometimesText.pipe(text(256).optional()),
  awsRegion: sometimesText.pipe(text(64).optional()),
  eventTime: time,
  eventName: text(256),
  userIdentity: sometimes(z.object({ principalId: sometimesText })),
  requestParameters: sometimes(z.object({ sourceIPAddress: sometimesText })),
  responseElements: sometimes(z.object({ "x-amz-request-id": sometimesText })),
  s3: z.object({
    configurationId: sometimesText,
    bucket: z.object({ name: bucketName }),
    object: z.object({
      key: objectKey,
      size: sometimes(size),
      eTag: sometimesText,
      versionId: sometimesText,
      sequencer: sometimesText,
    }),
  }),
});

// What the schema reads, and what says nothing new: the versions of the format, and the owner and the ARN of the bucket.
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

/**
 * A record of an event notification, of S3 or of a look-alike (MinIO, Ceph, StorageGRID), its key already decoded.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const s3Notification = shape((record) =>
  Notification.transform(
    ({ s3, ...read }): Upload => ({
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
  ),
);
