import { randomUUID } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { BucketCall } from "../call.ts";
import { S3Error } from "../s3Error.ts";
import { receive } from "./receive.ts";

// The XML of 1,000 keys of 1,024 bytes, each byte escaped, is smaller.
const MAX_BYTES = 8 * 1024 * 1024;

/** The body of a request that is XML. Its sizes and checksums are verified like those of an object. Throws an S3Error. */
export const smallBody = async ({ bucket, headers, request }: BucketCall): Promise<string> => {
  if (Number(headers["content-length"]) > MAX_BYTES)
    throw new S3Error(400, "MaxMessageLengthExceeded", "Your request was too large.");
  const path = join(bucket.folders.staged, randomUUID());
  await receive({ body: request, headers, path });
  try {
    return await readFile(path, "utf8");
  } finally {
    await rm(path, { force: true });
  }
};
