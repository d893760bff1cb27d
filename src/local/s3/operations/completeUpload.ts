import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import * as z from "zod";
import { CHECKSUMS, DEFAULT_CHECKSUM } from "../body/checksums.ts";
import { receive } from "../body/receive.ts";
import { smallBody } from "../body/smallBody.ts";
import type { Answer, ObjectCall } from "../call.ts";
import { checkWrite } from "../conditions.ts";
import { S3Error } from "../s3Error.ts";
import { endUpload, type Part, partsOf, type Upload, uploadOf } from "../store/uploads.ts";
import { document, element } from "../xml.ts";
import { parseXml } from "../xmlBody.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export const completeMultipartUpload = async (call: ObjectCall): Promise<Answer> => {
  const { bucket, key, query, headers, cause, origin } = call;
  const { folder, upload } = await uploadOf(bucket.folders, query.get("uploadId") ?? "", key);
  // Its headers have a checksum of the whole object, not of this XML.
  const { "content-length": length, "content-md5": md5 } = headers;
  const xml = await smallBody({ ...call, headers: { "content-length": length, "content-md5": md5 } });
  const parts = chosen(parseXml(xml, Body).CompleteMultipartUpload.Part, await partsOf(folder));
  const staged = randomUUID();
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const { algorithm = DEFAULT_CHECKSUM, checksumType } = upload;
  const whole = await receive({
    body: Readable.from(bytesOf(folder, parts)),
    headers: { ...claimsOf(headers, checksumType), "content-length": String(size) },
    path: join(bucket.folders.staged, staged),
    algorithm,
    most: MAX_BYTES,
  });
  const checksums = checksumType === "COMPOSITE" ? await composite(upload, parts) : whole.checksums;
  const etag = `${createHash("md5")
    .update(Buffer.concat(parts.map((part) => Buffer.from(part.md5, "hex"))))
    .digest("hex")}-${parts.length}`;
  const { headers: stored, metadata, tags } = upload;
  const { versionId } = await bucket.put({
    key,
    staged,
    given: { headers: stored, metadata, tags, size, etag, checksums, checksumType },
    eventName: "ObjectCreated:CompleteMultipartUpload",
    cause,
    check: (current) => checkWrite(headers, current),
  });
  await endUpload(folder);
  return {
    status: 200,
    headers: { "x-amz-version-id": versionId },
    body: document("CompleteMultipartUploadResult", [
      element("Location", `${origin}/${bucket.name}/${key.split("/").map(encodeURIComponent).join("/")}`),
      element("Bucket", bucket.name),
      element("Key", key),
      element("ETag", `"${etag}"`),
      ...Object.entries(checksums).map(([name, value]) => element(`Checksum${name.toUpperCase()}`, value)),
      element("ChecksumType", checksumType),
    ]),
  };
};

const MAX_BYTES = 5 * 1024 ** 4;
const MIN_BYTES = 5 * 1024 * 1024; // of each part but the last

const Body = z.object({
  CompleteMultipartUpload: z.object({
    Part: z.array(z.object({ PartNumber: z.string().regex(/^\d{1,5}$/), ETag: z.string() })).min(1),
  }),
});

type Named = z.infer<typeof Body>["CompleteMultipartUpload"]["Part"][number];

const chosen = (named: readonly Named[], parts: readonly Part[]): readonly Part[] => {
  const byNumber = new Map(parts.map((part) => [part.number, part]));
  let last = 0;
  return named.map(({ PartNumber, ETag }, index) => {
    const number = Number(PartNumber);
    if (number <= last) throw new S3Error(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
    last = number;
    const part = byNumber.get(number);
    if (part === undefined || part.md5 !== ETag.replaceAll('"', ""))
      throw new S3Error(400, "InvalidPart", `The part ${number} could not be found, or its ETag is another one.`);
    if (part.size < MIN_BYTES && index < named.length - 1)
      throw new S3Error(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
    return part;
  });
};

async function* bytesOf(folder: string, parts: readonly Part[]): AsyncGenerator<Buffer> {
  for (const { file } of parts) yield* createReadStream(join(folder, file));
}

// A checksum of the whole object is verified. A composite one is made of the parts', which were verified when they came.
const claimsOf = (headers: ObjectCall["headers"], checksumType: Upload["checksumType"]) =>
  Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) =>
        checksumType === "FULL_OBJECT" &&
        [...CHECKSUMS.keys()].some((algorithm) => name === `x-amz-checksum-${algorithm}`),
    ),
  );

const composite = async ({ algorithm = DEFAULT_CHECKSUM }: Upload, parts: readonly Part[]) => {
  const hasher = CHECKSUMS.get(algorithm)?.start();
  for (const { checksums } of parts) hasher?.update(Buffer.from(checksums[algorithm] ?? "", "base64"));
  const digest = Buffer.from((await hasher?.digest()) ?? []).toString("base64");
  return { [algorithm]: `${digest}-${parts.length}` };
};
