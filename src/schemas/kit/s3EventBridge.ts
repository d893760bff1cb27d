import * as z from "zod";
import { moment, text } from "../../log/fields.ts";
import { bucketName, objectKey, sometimes, type Upload } from "./s3Upload.ts";

/**
 * An event that S3 sends through EventBridge; its key is never encoded. What happened is named as notifications name
 * it, so that a reader need not know how a bucket is wired.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export const s3EventBridge = z
  .object({
    "detail-type": text(256),
    time: moment,
    region: text(64),
    detail: z.object({
      bucket: z.object({ name: bucketName }),
      object: z.object({
        key: objectKey,
        size: sometimes(z.number()),
        etag: sometimes(z.string()),
        "version-id": sometimes(z.string()),
        sequencer: sometimes(z.string()),
      }),
      "request-id": sometimes(z.string()),
      requester: sometimes(z.string()),
      "source-ip-address": sometimes(z.string()),
      reason: sometimes(z.string()),
      "deletion-type": sometimes(z.string()),
      "restore-expiry-time": sometimes(z.string()),
      "source-storage-class": sometimes(z.string()),
      "destination-storage-class": sometimes(z.string()),
      "destination-access-tier": sometimes(z.string()),
    }),
  })
  .transform(({ "detail-type": kind, time, region, detail }): Upload => {
    const { bucket, object, "request-id": requestId, requester, "source-ip-address": sourceIp, ...rest } = detail;
    const { reason, "deletion-type": deletion, ...details } = rest;
    return {
      region,
      bucket: bucket.name,
      key: object.key,
      eventName: eventName(kind, reason, deletion),
      ...time,
      versionId: object["version-id"],
      sequencer: object.sequencer,
      requestId,
      size: object.size,
      eTag: object.etag,
      principalId: requester,
      sourceIp,
      details: Object.values(details).some((value) => value !== undefined) ? details : undefined,
    };
  });

const created: Record<string, string> = { PutObject: "Put", "POST Object": "Post", CopyObject: "Copy" };
const others: Record<string, string> = {
  "Object Restore Initiated": "ObjectRestore:Post",
  "Object Restore Completed": "ObjectRestore:Completed",
  "Object Restore Expired": "ObjectRestore:Delete",
  "Object Tags Added": "ObjectTagging:Put",
  "Object Tags Deleted": "ObjectTagging:Delete",
  "Object ACL Updated": "ObjectAcl:Put",
  "Object Storage Class Changed": "LifecycleTransition",
  "Object Access Tier Changed": "IntelligentTiering",
};

const eventName = (kind: string, reason: string | undefined, deletion: string | undefined): string => {
  if (kind === "Object Created") return `ObjectCreated:${lookUp(created, reason ?? "Put")}`;
  if (kind !== "Object Deleted") return lookUp(others, kind);
  const family = reason === "Lifecycle Expiration" ? "LifecycleExpiration" : "ObjectRemoved";
  return `${family}:${deletion === "Delete Marker Created" ? "DeleteMarkerCreated" : "Delete"}`;
};

// A kind that S3 may add one day keeps its own name.
const lookUp = (names: Record<string, string>, name: string): string =>
  Object.hasOwn(names, name) ? (names[name] ?? name) : name.replaceAll(" ", "");
