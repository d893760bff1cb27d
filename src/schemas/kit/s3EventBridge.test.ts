import { expect, test } from "vitest";
import { s3EventBridge } from "./s3EventBridge.ts";

const nameOf = (kind: string, detail: object = {}) =>
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
  ["Object Storage Class Changed", { "destination-storage-class": "GLACIER" }, "LifecycleTransition"],
  ["Object Of A New Kind", {}, "ObjectOfANewKind"],
])("%s with %j is what notifications call %s", (kind, detail, eventName) =>
  expect(nameOf(kind, detail).eventName).toBe(eventName),
);

test("a key is taken as it is: EventBridge does not encode it", () => {
  expect(nameOf("Object Created").key).toBe("a+b%20c");
});
