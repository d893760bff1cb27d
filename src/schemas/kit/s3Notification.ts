import * as z from "zod";
import { moment, text } from "../../log/fields.ts";
import { bucketName, objectKey, sometimes, type Upload } from "./s3Upload.ts";

/**
 * A record of an S3 event notification, its key already decoded.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const s3Notification = z
  .object({
    awsRegion: text(64),
    eventTime: moment,
    eventName: text(256),
    userIdentity: sometimes(z.object({ principalId: sometimes(z.string()) })),
    requestParameters: sometimes(z.object({ sourceIPAddress: sometimes(z.string()) })),
    responseElements: sometimes(z.object({ "x-amz-request-id": sometimes(z.string()) })),
    s3: z.object({
      configurationId: sometimes(z.string()),
      bucket: z.object({ name: bucketName }),
      object: z.object({
        key: objectKey,
        size: sometimes(z.number()),
        eTag: sometimes(z.string()),
        versionId: sometimes(z.string()),
        sequencer: sometimes(z.string()),
      }),
    }),
    glacierEventData: z.unknown().optional(),
    replicationEventData: z.unknown().optional(),
    lifecycleEventData: z.unknown().optional(),
    intelligentTieringEventData: z.unknown().optional(),
  })
  .transform(
    ({ s3, ...record }): Upload => ({
      region: record.awsRegion,
      bucket: s3.bucket.name,
      ...s3.object,
      eventName: record.eventName.replace(/^s3:/, ""),
      ...record.eventTime,
      requestId: record.responseElements?.["x-amz-request-id"],
      principalId: record.userIdentity?.principalId,
      sourceIp: record.requestParameters?.sourceIPAddress,
      configurationId: s3.configurationId,
      details:
        record.glacierEventData ??
        record.replicationEventData ??
        record.lifecycleEventData ??
        record.intelligentTieringEventData,
    }),
  );
