import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { isoOf } from "../../../log/time.ts";
import { receive } from "../body/receive.ts";
import type { Answer, ObjectCall } from "../call.ts";
import { checkWrite } from "../conditions.ts";
import { givenOf } from "../given.ts";
import { S3Error } from "../s3Error.ts";
import { document, element } from "../xml.ts";
import { openCopySource } from "./copySource.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export const copyObject = async (call: ObjectCall): Promise<Answer> => {
  const { bucket, key, headers, cause } = call;
  const own = givenOf(headers);
  const source = await openCopySource(call);
  try {
    const isReplaced = headers["x-amz-metadata-directive"] === "REPLACE";
    const isSame = source.bucket === bucket && source.meta.key === key;
    if (isSame && !isReplaced && headers["x-amz-storage-class"] === undefined)
      throw new S3Error(400, "InvalidRequest", ONTO_ITSELF);
    const { checksums: before } = source.meta;
    const staged = randomUUID();
    const copied = await receive({
      body: source.file.createReadStream({ start: 0, autoClose: false }),
      headers: { "content-length": String(source.meta.size) },
      path: join(bucket.folders.staged, staged),
      algorithm: headers["x-amz-checksum-algorithm"]?.toLowerCase() ?? Object.keys(before)[0],
    });
    const { etag, lastModified, versionId } = await bucket.put({
      key,
      staged,
      given: {
        headers: isReplaced ? own.headers : { ...source.meta.headers, ...storageClassOf(own.headers) },
        metadata: isReplaced ? own.metadata : source.meta.metadata,
        tags: headers["x-amz-tagging-directive"] === "REPLACE" ? own.tags : source.meta.tags,
        size: copied.size,
        etag: copied.md5,
        checksums: copied.checksums,
        checksumType: "FULL_OBJECT",
      },
      eventName: "ObjectCreated:Copy",
      cause,
      check: (current) => checkWrite(headers, current),
    });
    return {
      status: 200,
      headers: { "x-amz-version-id": versionId, "x-amz-copy-source-version-id": source.meta.versionId },
      body: document("CopyObjectResult", [
        element("LastModified", isoOf(lastModified)),
        element("ETag", `"${etag}"`),
        ...Object.entries(copied.checksums).map(([name, value]) => element(`Checksum${name.toUpperCase()}`, value)),
        element("ChecksumType", "FULL_OBJECT"),
      ]),
    };
  } finally {
    await source.file.close();
  }
};

const ONTO_ITSELF =
  "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, " +
  "storage class, website redirect location or encryption attributes.";

const storageClassOf = ({ "x-amz-storage-class": storageClass }: Readonly<Record<string, string>>) =>
  storageClass === undefined ? {} : { "x-amz-storage-class": storageClass };
