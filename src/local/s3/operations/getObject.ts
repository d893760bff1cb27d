import type { Answer, ObjectCall } from "../call.ts";
import { isUnmodified } from "../conditions.ts";
import { openFound } from "../found.ts";
import { objectHeaders } from "../objectHeaders.ts";
import { rangeIn } from "../range.ts";
import { S3Error } from "../s3Error.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, and HeadObject, whose answer is the same without a body. */
export const getObject = async (call: ObjectCall): Promise<Answer> => {
  const { headers, query, request } = call;
  if (query.has("partNumber"))
    throw new S3Error(501, "NotImplemented", "The local S3 does not read single parts (partNumber).");
  const { meta, file } = await openFound(call);
  let isSent = false;
  try {
    const about = { etag: `"${meta.etag}"`, "last-modified": new Date(meta.lastModified).toUTCString() };
    if (isUnmodified(headers, meta)) return { status: 304, headers: about };
    const range = rangeIn(headers["range"], meta.size);
    const { start, end } = range ?? { start: 0, end: meta.size - 1 };
    // The checksum is of the whole object, so a part of it must not have it.
    const withChecksum = headers["x-amz-checksum-mode"] === "ENABLED" && range === undefined;
    const answer = {
      status: range === undefined ? 200 : 206,
      headers: {
        ...objectHeaders(meta, { withChecksum, query }),
        "content-length": String(end - start + 1),
        "content-range": range && `bytes ${start}-${end}/${meta.size}`,
      },
    };
    if (request.method === "HEAD" || meta.size === 0) return answer;
    isSent = true;
    return { ...answer, body: file.createReadStream({ start, end }) };
  } finally {
    if (!isSent) await file.close();
  }
};
