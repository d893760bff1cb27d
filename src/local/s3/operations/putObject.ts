import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { receive } from "../body/receive.ts";
import type { Answer, ObjectCall } from "../call.ts";
import { checkWrite } from "../conditions.ts";
import { givenOf } from "../given.ts";
import { checksumHeaders } from "../objectHeaders.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const putObject = async ({ bucket, key, headers, request, cause }: ObjectCall): Promise<Answer> => {
  const given = givenOf(headers);
  const check = (current: Parameters<typeof checkWrite>[1]) => checkWrite(headers, current);
  check(bucket.get(key)); // before a large body is read; what counts is the second check
  const staged = randomUUID();
  const algorithm = headers["x-amz-sdk-checksum-algorithm"]?.toLowerCase();
  const { size, md5, checksums } = await receive({
    body: request,
    headers,
    path: join(bucket.folders.staged, staged),
    algorithm,
  });
  const meta = await bucket.put({
    key,
    staged,
    given: { ...given, size, etag: md5, checksums, checksumType: "FULL_OBJECT" },
    eventName: "ObjectCreated:Put",
    cause,
    check,
  });
  const { etag, versionId } = meta;
  return { status: 200, headers: { etag: `"${etag}"`, "x-amz-version-id": versionId, ...checksumHeaders(meta) } };
};
