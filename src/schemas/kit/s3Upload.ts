import * as z from "zod";
import type { NewEntry } from "../../log/entry.ts";
import { attribute, text } from "../../log/fields.ts";
import { subjectOf } from "./subject.ts";
import type { Fields } from "./unread.ts";

/**
 * One change of one object, in the same form for notifications and EventBridge. The names are those of S3.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export interface Upload {
  /** The sender: `aws:s3`, or the name of a look-alike of S3, as in `minio:s3`. */
  readonly eventSource: string;
  /** Empty if a look-alike sends none. */
  readonly region: string;
  readonly bucket: string;
  /** Decoded. */
  readonly key: string;
  /** The name of the event in notifications, without a leading `s3:`: `ObjectCreated:Put`. */
  readonly eventName: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string;
  /** The time as it was sent, if milliseconds cannot hold it. */
  readonly origintime?: string | undefined;
  readonly versionId?: string | undefined;
  /** Gives the order of the creations and removals of one key. */
  readonly sequencer?: string | undefined;
  readonly requestId?: string | undefined;
  /** Bytes. */
  readonly size?: number | undefined;
  readonly eTag?: string | undefined;
  /** The unique id of the principal that made the change. Only notifications have it. */
  readonly principalId?: string | undefined;
  /** The account or AWS service that made the change. Only EventBridge has it. */
  readonly requester?: string | undefined;
  readonly sourceIp?: string | undefined;
  readonly configurationId?: string | undefined;
  /** All other fields that were sent, at their places in a notification: `glacierEventData`, `s3.bucket.awsGeneratedTags`. */
  readonly details?: Fields | undefined;
}

export const uploadEntry = (upload: Upload): NewEntry => {
  const { eventSource, region, key, eventName, time, origintime, ...data } = upload;
  return {
    identity: uploadIdentity(upload),
    time,
    source: s3Source(eventSource, region, data.bucket),
    type: `com.amazonaws.s3.${eventName}`,
    subject: subjectOf(key),
    data,
    extensions: origintime === undefined ? undefined : { origintime },
  };
};

/**
 * The identity of a change. A sequencer identifies the creation or the removal of an object. Other events have no sequencer (tagging,
 * ACL, test), or that of the object's creation (restore, replication). The request id and the time to the second identify them,
 * because EventBridge sends whole seconds. A look-alike may send no request id. Then the sequencer and the whole time are used.
 */
export const uploadIdentity = (
  upload: Pick<Upload, "bucket" | "key" | "versionId" | "eventName" | "sequencer" | "requestId" | "time">,
): readonly string[] => {
  const { bucket, key, versionId = "", eventName, sequencer = "", requestId = "", time } = upload;
  const object = ["s3", bucket, key, versionId, eventName];
  if (sequencer !== "" && SEQUENCED.test(eventName)) return [...object, sequencer];
  return requestId === "" ? [...object, sequencer, "", time] : [...object, "", requestId, secondOf(time)];
};

/**
 * The events whose sequencer belongs to the change itself. MinIO also sends `ObjectCreated:PutTagging` and the like, with the
 * sequencer of the object's creation.
 */
const SEQUENCED =
  /^(ObjectCreated:(Put|Post|Copy|CompleteMultipartUpload)|(ObjectRemoved|LifecycleExpiration):(Delete|DeleteMarkerCreated))$/;

const secondOf = (time: string): string => time.slice(0, "2026-01-31T12:00:00".length);

/** The `source` as in the CloudEvents adapter for S3: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/adapters/aws-s3.md */
export const s3Source = (eventSource: string, region: string, bucket: string): string =>
  `${eventSource}.${region}.${bucket}`;

export const AWS = "aws:s3";

/** S3 allows keys of up to 1,024 bytes of UTF-8. Percent-encoding makes a key up to three times as long. */
export const objectKey = text(3 * 1024);
export const bucketName = attribute(255);

/** A field that S3 sends for some events only. Look-alikes of S3 send null instead. */
export const optionalField = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);

/** A text that S3 sends for some events only. Look-alikes of S3 send null or an empty text instead. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => value || undefined);
