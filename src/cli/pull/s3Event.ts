import * as z from "zod";
import type { Entry } from "../../log/entry.ts";
import { keyOf } from "./keyOf.ts";
import { merged } from "./merged.ts";
import type { Pulled } from "./pulled.ts";

const TYPE = "com.amazonaws.s3.";
const optional = z.string().optional();
const Data = z.looseObject({
  bucket: z.string(),
  versionId: optional,
  sequencer: optional,
  requestId: optional,
  size: z.unknown().optional(),
  eTag: optional,
  principalId: optional,
  requester: optional,
  sourceIp: optional,
  configurationId: optional,
  details: z.record(z.string(), z.unknown()).default({}),
});

/**
 * The event notification of a change of an object.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const s3Event = ({ type, source, subject, time, origintime, data }: Entry): Pulled | undefined => {
  const read = Data.safeParse(data);
  if (!type.startsWith(TYPE) || !read.success || subject === undefined) return undefined;
  const { bucket, requestId, principalId, requester, sourceIp, configurationId, details, ...object } = read.data;
  const [, eventSource = "", awsRegion = ""] = /^(.*)\.([^.]*)$/.exec(source.slice(0, -`.${bucket}`.length)) ?? [];
  const record = {
    eventVersion: "2.1",
    eventSource,
    awsRegion,
    eventTime: origintime ?? time,
    eventName: type.slice(TYPE.length),
    userIdentity: { principalId },
    requestParameters: { sourceIPAddress: sourceIp },
    responseElements: { "x-amz-request-id": requestId },
    s3: {
      s3SchemaVersion: "1.0",
      configurationId,
      bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
      object: { ...object, key: encodeURIComponent(keyOf(subject)).replaceAll("%2F", "/").replaceAll("%20", "+") },
    },
  };
  return {
    // `details` has what else was sent, at its place.
    event: { Records: [merged(record, details)] },
    missing: [
      "how it came (as a notification or through EventBridge, in a message of SNS or SQS): here it is a notification",
      "the other records of its event, the versions of its format, and the owner of the bucket",
      ...(requester === undefined ? [] : [`the requester (${requester}), which only EventBridge sends`]),
    ],
  };
};
