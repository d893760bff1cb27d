import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { Readable } from "node:stream";
import { isoOf } from "../../../log/time.ts";
import { receive } from "../body/receive.ts";
import type { Answer, ObjectCall } from "../call.ts";
import { rangeIn } from "../range.ts";
import { S3Error } from "../s3Error.ts";
import { keepPart, uploadOf } from "../store/uploads.ts";
import { document, element } from "../xml.ts";
import { openCopySource } from "./copySource.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export const uploadPart = async (call: ObjectCall): Promise<Answer> => {
  const { md5, checksums } = await received(call, call.request, call.headers);
  const sums = Object.entries(checksums).map(([name, value]) => [`x-amz-checksum-${name}`, value]);
  return { status: 200, headers: { etag: `"${md5}"`, ...Object.fromEntries(sums) } };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export const uploadPartCopy = async (call: ObjectCall): Promise<Answer> => {
  const source = await openCopySource(call);
  try {
    const { size } = source.meta;
    const range = rangeIn(call.headers["x-amz-copy-source-range"], size) ?? { start: 0, end: size - 1 };
    const body = size === 0 ? Readable.from([]) : source.file.createReadStream({ ...range, autoClose: false });
    const { md5 } = await received(call, body, { "content-length": String(range.end - range.start + 1) });
    return {
      status: 200,
      headers: { "x-amz-copy-source-version-id": source.meta.versionId },
      body: document("CopyPartResult", [element("LastModified", isoOf(call.now)), element("ETag", `"${md5}"`)]),
    };
  } finally {
    await source.file.close();
  }
};

const received = async ({ bucket, key, query, now }: ObjectCall, body: Readable, headers: ObjectCall["headers"]) => {
  const number = query.get("partNumber") ?? "";
  if (!/^[1-9]\d{0,4}$/.test(number) || Number(number) > MAX_PARTS)
    throw new S3Error(400, "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
  const { folder, upload } = await uploadOf(bucket.folders, query.get("uploadId") ?? "", key);
  const file = randomUUID();
  const { algorithm } = upload;
  const { size, md5, checksums } = await receive({ body, headers, path: join(folder, file), algorithm });
  if (algorithm !== undefined && checksums[algorithm] === undefined)
    throw new S3Error(400, "InvalidRequest", `Checksum Type mismatch occurred, expected checksum Type: ${algorithm}`);
  await keepPart(folder, { number: Number(number), file, size, md5, checksums, lastModified: now });
  return { md5, checksums };
};

const MAX_PARTS = 10_000;
