import { isoOf } from "../../../log/time.ts";
import type { Answer, BucketCall, ObjectCall } from "../call.ts";
import { S3Error } from "../s3Error.ts";
import { allUploads, endUpload, partsOf, uploadOf } from "../store/uploads.ts";
import { urlEncoded } from "../urlEncoded.ts";
import { document, element } from "../xml.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const abortMultipartUpload = async ({ bucket, key, query }: ObjectCall): Promise<Answer> => {
  const { folder } = await uploadOf(bucket.folders, query.get("uploadId") ?? "", key);
  await endUpload(folder);
  return { status: 204 };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export const listParts = async ({ bucket, key, query }: ObjectCall): Promise<Answer> => {
  const id = query.get("uploadId") ?? "";
  const { folder, upload } = await uploadOf(bucket.folders, id, key);
  const marker = numberIn(query, "part-number-marker", 0);
  const max = Math.min(MAX, numberIn(query, "max-parts", MAX));
  const after = (await partsOf(folder)).filter(({ number }) => number > marker);
  const page = after.slice(0, max);
  const { algorithm, checksumType } = upload;
  return {
    status: 200,
    body: document("ListPartsResult", [
      element("Bucket", bucket.name),
      element("Key", key),
      element("UploadId", id),
      element("PartNumberMarker", marker),
      ...(page.length > 0 ? [element("NextPartNumberMarker", page.at(-1)?.number ?? 0)] : []),
      element("MaxParts", max),
      element("IsTruncated", String(page.length < after.length)),
      element("StorageClass", upload.headers["x-amz-storage-class"] ?? "STANDARD"),
      ...(algorithm === undefined
        ? []
        : [element("ChecksumAlgorithm", algorithm.toUpperCase()), element("ChecksumType", checksumType)]),
      ...page.map(({ number, size, md5, checksums, lastModified }) =>
        element("Part", [
          element("PartNumber", number),
          element("LastModified", isoOf(lastModified)),
          element("ETag", `"${md5}"`),
          element("Size", size),
          ...Object.entries(checksums).map(([name, value]) => element(`Checksum${name.toUpperCase()}`, value)),
        ]),
      ),
    ]),
  };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html, all in one page. */
export const listMultipartUploads = async ({ bucket, query }: BucketCall): Promise<Answer> => {
  const asked = ["delimiter", "key-marker", "upload-id-marker"].find((name) => query.get(name));
  if (asked !== undefined)
    throw new S3Error(501, "NotImplemented", `The local S3 lists all multipart uploads at once, without ${asked}.`);
  const prefix = query.get("prefix") ?? "";
  const isEncoded = query.get("encoding-type") === "url";
  const uploads = (await allUploads(bucket.folders)).filter(({ upload }) => upload.key.startsWith(prefix));
  return {
    status: 200,
    body: document("ListMultipartUploadsResult", [
      element("Bucket", bucket.name),
      element("Prefix", prefix),
      ...(isEncoded ? [element("EncodingType", "url")] : []),
      element("IsTruncated", "false"),
      ...uploads.map(({ id, upload: { key, initiated } }) =>
        element("Upload", [
          element("Key", isEncoded ? urlEncoded(key) : key),
          element("UploadId", id),
          element("Initiated", isoOf(initiated)),
        ]),
      ),
    ]),
  };
};

const MAX = 1000;

const numberIn = (query: ReadonlyMap<string, string>, name: string, absent: number): number => {
  const text = query.get(name) ?? String(absent);
  if (!/^\d{1,9}$/.test(text)) throw new S3Error(400, "InvalidArgument", `${name} must be a whole number`);
  return Number(text);
};
