/** What EventBridge says of a change: its `detail-type`, `reason` and `deletion-type`. */
interface Said {
  readonly type: string;
  readonly reason: string | undefined;
  readonly deletion: string | undefined;
}

/**
 * The name that a notification has for an event of EventBridge. A type that S3 may add one day keeps its own name.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-mapping-troubleshooting.html
 */
export const eventNameOf = ({ type, reason, deletion }: Said): string => {
  if (type === "Object Created") return `ObjectCreated:${lookUp(created, reason ?? "PutObject")}`;
  if (type !== "Object Deleted") return lookUp(others, type);
  const family = reason === EXPIRATION ? "LifecycleExpiration" : "ObjectRemoved";
  return `${family}:${deletion === MARKER ? "DeleteMarkerCreated" : "Delete"}`;
};

const EXPIRATION = "Lifecycle Expiration";
const MARKER = "Delete Marker Created";

const created: Record<string, string> = {
  PutObject: "Put",
  "POST Object": "Post",
  CopyObject: "Copy",
  CompleteMultipartUpload: "CompleteMultipartUpload",
};

// AWS's table has no retention. The name of that one is what S3's emulators send.
const others: Record<string, string> = {
  "Object Restore Initiated": "ObjectRestore:Post",
  "Object Restore Completed": "ObjectRestore:Completed",
  "Object Restore Expired": "ObjectRestore:Delete",
  "Object Tags Added": "ObjectTagging:Put",
  "Object Tags Deleted": "ObjectTagging:Delete",
  "Object ACL Updated": "ObjectAcl:Put",
  "Object Storage Class Changed": "LifecycleTransition",
  "Object Access Tier Changed": "IntelligentTiering",
  "Object Annotation Created": "ObjectAnnotation:Put",
  "Object Annotation Removed": "ObjectAnnotation:Delete",
  "Object Retention Updated": "ObjectRetention:Put",
};

/** The reasons and the kinds of deletion that an event's name says already. */
export const SAID_BY_NAME: ReadonlySet<unknown> = new Set([
  ...Object.keys(created),
  ...["DeleteObject", EXPIRATION, "PutObjectAnnotation", "DeleteObjectAnnotation"],
  ...["Permanently Deleted", MARKER],
]);

const lookUp = (names: Record<string, string>, name: string): string =>
  Object.hasOwn(names, name) ? (names[name] ?? name) : name.replaceAll(" ", "");
