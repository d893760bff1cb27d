import * as z from "zod";
import type { NewEntry } from "../../log/entry.ts";
import { text } from "../../log/fields.ts";
import { subjectOf } from "./s3Subject.ts";
import type { Fields } from "./unread.ts";

/**
 * One change of one object, whichever way S3 tells of it. Names are S3's own.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export interface Upload {
  /** Who tells of it: `aws:s3`, or the name that a look-alike of S3 gives itself, as in `minio:s3`. */
  readonly eventSource: string;
  /** Empty where a look-alike has none. */
  readonly region: string;
  readonly bucket: string;
  /** Decoded. */
  readonly key: string;
  /** What happened, as S3 notifications name it, without a leading `s3:`: `ObjectCreated:Put`. */
  readonly eventName: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string;
  /** How the time was sent, where milliseconds cannot hold it. */
  readonly origintime?: string | undefined;
  readonly versionId?: string | undefined;
  /** Orders the creations and removals of one key. */
  readonly sequencer?: string | undefined;
  readonly requestId?: string | undefined;
  /** Bytes. */
  readonly size?: number | undefined;
  readonly eTag?: string | undefined;
  /** The unique id of whoever did it: notifications have it. */
  readonly principalId?: string | undefined;
  /** The account, or the AWS service, that did it: EventBridge has it. */
  readonly requester?: string | undefined;
  readonly sourceIp?: string | undefined;
  readonly configurationId?: string | undefined;
  /** Whatever else was sent, at its place in a notification: `glacierEventData`, `s3.bucket.awsGeneratedTags`. */
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
 * A sequencer names the change of an object that is created or removed. Any other event has none (tagging, ACL, test), or that of
 * the object's creation (a restore, a replication). Such an event is known by its request and its time: to the second, because
 * EventBridge has whole seconds. Where a look-alike sends no request id, all that it sends has to tell two changes apart.
 */
export const uploadIdentity = (
  upload: Pick<Upload, "bucket" | "key" | "versionId" | "eventName" | "sequencer" | "requestId" | "time">,
): readonly string[] => {
  const { bucket, key, versionId = "", eventName, sequencer = "", requestId = "", time } = upload;
  const object = ["s3", bucket, key, versionId, eventName];
  if (sequencer !== "" && SEQUENCED.test(eventName)) return [...object, sequencer];
  return requestId === "" ? [...object, sequencer, "", time] : [...object, "", requestId, secondOf(time)];
};

/** The events whose sequencer is of the change itself. */
const SEQUENCED = /^(ObjectCreated|ObjectRemoved|LifecycleExpiration):/;

const secondOf = (time: string): string => time.slice(0, "2026-01-31T12:00:00".length);

/** As the CloudEvents adapter for S3 has it: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/adapters/aws-s3.md */
export const s3Source = (eventSource: string, region: string, bucket: string): string =>
  `${eventSource}.${region}.${bucket}`;

export const AWS = "aws:s3";

/** S3 allows a key 1,024 bytes of UTF-8, and the encoded form of one is three times as long. */
export const objectKey = text(3 * 1024);
export const bucketName = text(255);

/** A field that S3 sends for some events only, and that look-alikes of S3 send as null. */
export const sometimes = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

/** A text that S3 sends for some events only. Look-alikes of S3 send an empty one instead. */
export const sometimesText = z
  .string()
  .nullish()
  .transform((value) => value || undefined);
