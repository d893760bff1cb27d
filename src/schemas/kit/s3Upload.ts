import type * as z from "zod";
import type { NewEntry } from "../../log/entry.ts";
import { text } from "../../log/fields.ts";
import { streams } from "../../log/streams.ts";

/**
 * One change of one object, whichever way S3 tells of it. Names are S3's own.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export interface Upload {
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
  readonly principalId?: string | undefined;
  readonly sourceIp?: string | undefined;
  readonly configurationId?: string | undefined;
  /** What S3 adds for this kind of event: the end of a restore, why a replication failed, the new storage class. */
  readonly details?: unknown;
}

export const uploadEntry = ({ region, key, eventName, time, origintime, ...data }: Upload): NewEntry => ({
  identity: uploadIdentity({ key, eventName, time, ...data }),
  time,
  source: s3Source(region, data.bucket),
  type: typeOf(eventName),
  subject: key,
  data,
  extensions: origintime === undefined ? undefined : { origintime },
});

/**
 * A sequencer names the change of a created or removed object. Any other event has none (tagging, ACL, test), or that of
 * the object's creation (a restore, a replication), so it takes the request and the time to tell two of them apart.
 */
export const uploadIdentity = (
  upload: Pick<Upload, "bucket" | "key" | "versionId" | "eventName" | "sequencer" | "requestId" | "time">,
): readonly string[] => {
  const { bucket, key, versionId = "", eventName, sequencer = "", requestId = "", time } = upload;
  const isNamed = sequencer !== "" && streams.s3.sequenced.test(typeOf(eventName));
  return ["s3", bucket, key, versionId, eventName, sequencer, ...(isNamed ? [] : [requestId, time])];
};

const typeOf = (eventName: string): string => `com.amazonaws.s3.${eventName}`;

/** As the CloudEvents adapter for S3 has it: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/adapters/aws-s3.md */
export const s3Source = (region: string, bucket: string): string => `aws:s3.${region}.${bucket}`;

/** S3 allows a key 1,024 bytes of UTF-8, and the encoded form of one is three times as long. */
export const objectKey = text(3 * 1024);
export const bucketName = text(255);

/** A field that S3 sends for some events only, and that look-alikes of S3 send as null. */
export const sometimes = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);
