import { CHECKSUMS } from "../body/checksums.ts";
import type { Answer, ObjectCall } from "../call.ts";
import { givenOf } from "../given.ts";
import { S3Error } from "../s3Error.ts";
import { beginUpload } from "../store/uploads.ts";
import { document, element } from "../xml.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export const createMultipartUpload = async ({ bucket, key, headers, now }: ObjectCall): Promise<Answer> => {
  const algorithm = headers["x-amz-checksum-algorithm"]?.toLowerCase();
  if (algorithm !== undefined && !CHECKSUMS.has(algorithm))
    throw new S3Error(400, "InvalidRequest", "Checksum algorithm provided is unsupported.");
  const checksumType =
    headers["x-amz-checksum-type"] ?? (COMPOSITE.test(algorithm ?? "") ? "COMPOSITE" : "FULL_OBJECT");
  if (checksumType !== "COMPOSITE" && checksumType !== "FULL_OBJECT")
    throw new S3Error(400, "InvalidRequest", "Value for x-amz-checksum-type header is invalid.");
  const id = await beginUpload(bucket.folders, {
    ...givenOf(headers),
    key,
    checksumType,
    initiated: now,
    ...(algorithm !== undefined && { algorithm }),
  });
  return {
    status: 200,
    headers: {
      "x-amz-checksum-algorithm": algorithm?.toUpperCase(),
      "x-amz-checksum-type": algorithm && checksumType,
    },
    body: document("InitiateMultipartUploadResult", [
      element("Bucket", bucket.name),
      element("Key", key),
      element("UploadId", id),
    ]),
  };
};

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
const COMPOSITE = /^(crc32|crc32c|sha1|sha256)$/;
