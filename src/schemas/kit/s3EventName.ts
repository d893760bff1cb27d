/** The fields of an EventBridge event that describe a change: `detail-type`, `reason` and `deletion-type`. */
interface Change {
  readonly type: string;
  readonly reason: string | undefined;
  readonly deletion: string | undefined;
}

/**
 * The name that a notification has for the same change. A `detail-type` that is not known here keeps its own name, without spaces.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-mapping-troubleshooting.html
 */
export const eventNameOf = ({ type, reason, deletion }: Change): string => {
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

// The table of AWS does not list `Object Retention Updated`. The emulators of S3 send this name.
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

/** The reasons and deletion types that the event name already contains. */
export const IN_EVENT_NAME: ReadonlySet<unknown> = new Set([
  ...Object.keys(created),
  ...["DeleteObject", EXPIRATION, "PutObjectAnnotation", "DeleteObjectAnnotation"],
  ...["Permanently Deleted", MARKER],
]);

const lookUp = (names: Record<string, string>, name: string): string =>
  Object.hasOwn(names, name) ? (names[name] ?? name) : name.replaceAll(" ", "");
