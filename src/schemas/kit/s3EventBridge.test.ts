import { expect, test } from "vitest";
import { s3EventBridge } from "./s3EventBridge.ts";

const parsed = (kind: string, detail: object = {}) =>
  s3EventBridge.parse({
    "detail-type": kind,
    time: "2026-01-01T00:00:00Z",
    region: "eu-central-1",
    detail: { bucket: { name: "b" }, object: { key: "a+b%20c" }, ...detail },
  });

test.each([
  ["Object Created", { reason: "PutObject" }, "ObjectCreated:Put"],
  ["Object Created", { reason: "POST Object" }, "ObjectCreated:Post"],
  ["Object Created", { reason: "CopyObject" }, "ObjectCreated:Copy"],
  ["Object Created", { reason: "CompleteMultipartUpload" }, "ObjectCreated:CompleteMultipartUpload"],
  ["Object Deleted", { reason: "DeleteObject", "deletion-type": "Permanently Deleted" }, "ObjectRemoved:Delete"],
  [
    "Object Deleted",
    { reason: "DeleteObject", "deletion-type": "Delete Marker Created" },
    "ObjectRemoved:DeleteMarkerCreated",
  ],
  [
    "Object Deleted",
    { reason: "Lifecycle Expiration", "deletion-type": "Permanently Deleted" },
    "LifecycleExpiration:Delete",
  ],
  ["Object Restore Completed", {}, "ObjectRestore:Completed"],
  ["Object Tags Added", {}, "ObjectTagging:Put"],
  ["Object ACL Updated", {}, "ObjectAcl:Put"],
  ["Object Annotation Created", { reason: "PutObjectAnnotation" }, "ObjectAnnotation:Put"],
  ["Object Annotation Removed", { reason: "DeleteObjectAnnotation" }, "ObjectAnnotation:Delete"],
  ["Object Retention Updated", {}, "ObjectRetention:Put"],
  ["Object Storage Class Changed", { "destination-storage-class": "GLACIER" }, "LifecycleTransition"],
  ["Object Of A New Kind", {}, "ObjectOfANewKind"],
])("%s with %j has the name %s in notifications", (kind, detail, eventName) =>
  expect(parsed(kind, detail).eventName).toBe(eventName),
);

test("a key stays as it is, because EventBridge does not encode it", () => {
  expect(parsed("Object Created").key).toBe("a+b%20c");
});

test("other fields get the names of notifications, except names that are data", () => {
  const tags = { "aws:cloudformation:stack-id": "arn", "a-b": "c" };
  const { details } = parsed("Object Retention Updated", {
    bucket: { name: "b", "aws-generated-tags": tags },
    object: { key: "k", "has-object-annotation": false, "new-field": { "its-name": 1 } },
    reason: "SomethingNew",
    "deletion-type": "Something Newer",
    "object-retention-event-data": {
      mode: "GOVERNANCE",
      "retain-until-date": "d",
      "event-hold-duration": { days: 90 },
    },
    "object-annotation": [{ name: "a-b", etag: "e" }],
    "source-storage-class": "GLACIER",
    "restore-expiry-time": "soon",
    "a-field-of-tomorrow": [{ "a-b": 1 }],
  });
  expect(details).toEqual({
    reason: "SomethingNew",
    deletionType: "Something Newer",
    objectRetentionEventData: { mode: "GOVERNANCE", retainUntilDate: "d", eventHoldDuration: { days: 90 } },
    glacierEventData: {
      restoreEventData: { lifecycleRestorationExpiryTime: "soon", lifecycleRestoreStorageClass: "GLACIER" },
    },
    aFieldOfTomorrow: [{ "a-b": 1 }],
    s3: {
      bucket: { awsGeneratedTags: tags },
      object: { hasObjectAnnotation: false, newField: { "its-name": 1 } },
      objectAnnotation: [{ name: "a-b", eTag: "e" }],
    },
  });
});
