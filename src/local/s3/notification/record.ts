import * as z from "zod";
import { isoOf } from "../../../log/time.ts";

/** A record of an S3 event notification: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export const S3Record = z.object({
  eventVersion: z.string(),
  eventSource: z.literal("aws:s3"),
  awsRegion: z.string(),
  /** RFC 3339, UTC, milliseconds. */
  eventTime: z.string(),
  /** Without `s3:`, as in `ObjectCreated:Put`. */
  eventName: z.string(),
  userIdentity: z.object({ principalId: z.string() }),
  requestParameters: z.object({ sourceIPAddress: z.string() }),
  responseElements: z.object({ "x-amz-request-id": z.string(), "x-amz-id-2": z.string() }),
  s3: z.object({
    s3SchemaVersion: z.literal("1.0"),
    configurationId: z.string(),
    bucket: z.object({
      name: z.string(),
      ownerIdentity: z.object({ principalId: z.string() }),
      arn: z.string(),
    }),
    object: z.object({
      /** URL-encoded, with `+` for a space. */
      key: z.string(),
      /** In bytes. */
      size: z.int().optional(),
      eTag: z.string().optional(),
      versionId: z.string().optional(),
      sequencer: z.string().optional(),
    }),
  }),
});
export type S3Record = Readonly<z.infer<typeof S3Record>>;

/** Who changed an object, and by which request. */
export interface Cause {
  readonly requestId: string;
  readonly hostId: string;
  readonly principalId: string;
  readonly sourceIp: string;
}

interface Told {
  readonly bucket: string;
  readonly region: string;
  readonly key: string;
  readonly eventName: string;
  /** In ms since 1970. */
  readonly time: number;
  readonly cause: Cause;
  readonly object: Omit<S3Record["s3"]["object"], "key">;
}

/** The record that S3 sends of a change. */
export const recordOf = ({ bucket, region, key, eventName, time, cause, object }: Told): S3Record => ({
  eventVersion: versionOf(eventName),
  eventSource: "aws:s3",
  awsRegion: region,
  eventTime: isoOf(time),
  eventName,
  userIdentity: { principalId: cause.principalId },
  requestParameters: { sourceIPAddress: cause.sourceIp },
  responseElements: { "x-amz-request-id": cause.requestId, "x-amz-id-2": cause.hostId },
  s3: {
    s3SchemaVersion: "1.0",
    configurationId: "tributary-local",
    bucket: { name: bucket, ownerIdentity: { principalId: "LOCAL" }, arn: `arn:aws:s3:::${bucket}` },
    object: { key: encodedKey(key), ...object },
  },
});

/** Encodes a key as S3 does in a notification: like a URL, but a space is `+`, and `/` stays. */
export const encodedKey = (key: string): string =>
  encodeURIComponent(key)
    .replaceAll("%20", "+")
    .replaceAll("%2F", "/")
    .replace(/[!'()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const versionOf = (eventName: string): string => (/^Object(Created|Removed):/.test(eventName) ? "2.1" : "2.3");
