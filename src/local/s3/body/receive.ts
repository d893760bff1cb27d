import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { S3Error } from "../s3Error.ts";
import { awsChunks, malformedTrailer } from "./awsChunks.ts";
import { CHECKSUMS, type Hasher } from "./checksums.ts";
import { type Claimed, claimed, isAwsChunked, valid } from "./claimed.ts";

/** What was received into a file. */
export interface Received {
  /** In bytes, without any framing. */
  readonly size: number;
  /** The MD5, in hex. */
  readonly md5: string;
  /** In base64, by the name of the algorithm. */
  readonly checksums: Readonly<Record<string, string>>;
}

type Headers = Readonly<Record<string, string | undefined>>;

interface Receiving {
  readonly body: Readable;
  readonly headers: Headers;
  readonly path: string;
  /** The algorithm that the client named when it began the upload. */
  readonly algorithm?: string | undefined;
  /** How many bytes it may have: 5 GiB by default. */
  readonly most?: number;
}

/**
 * Writes the body of a request into the file `path`, and checks it against each size and checksum that the client gives. Throws an
 * S3Error, and leaves no file, if one is wrong.
 */
export const receive = async ({ body, headers, path, algorithm, most = MAX_BYTES }: Receiving): Promise<Received> => {
  const claims = claimed(headers, algorithm);
  const length = lengthOf(headers, most);
  const trailers = new Map<string, string>();
  const hashes: Readonly<Record<"md5" | "sha256" | "checksum", Hasher>> = {
    md5: createHash("md5"),
    sha256: createHash("sha256"),
    checksum: startOf(claims.algorithm),
  };
  const used = claims.sha256 === undefined ? [hashes.md5, hashes.checksum] : Object.values(hashes);
  let size = 0;
  try {
    await pipeline(
      isAwsChunked(headers) ? awsChunks(body, trailers) : body,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          size += chunk.length;
          if (size > most) throw tooLarge(most);
          for (const hash of used) hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(path),
    );
    const md5 = Buffer.from(await hashes.md5.digest());
    const checksum = Buffer.from(await hashes.checksum.digest()).toString("base64");
    if (size !== length) throw new S3Error(400, "IncompleteBody", INCOMPLETE);
    if (claims.md5 !== undefined && claims.md5 !== md5.toString("base64")) throw badDigest("Content-MD5");
    if (claims.sha256 !== undefined && Buffer.from(await hashes.sha256.digest()).toString("hex") !== claims.sha256)
      throw new S3Error(400, "XAmzContentSHA256Mismatch", SHA256_MISMATCH);
    const expected = claims.checksum ?? trailing(claims, trailers);
    if (expected !== undefined && expected !== checksum) throw badDigest(claims.algorithm.toUpperCase());
    return { size, md5: md5.toString("hex"), checksums: { [claims.algorithm]: checksum } };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
};

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html
const MAX_BYTES = 5 * 1024 ** 3;
const INCOMPLETE = "You did not provide the number of bytes specified by the Content-Length HTTP header.";
const SHA256_MISMATCH = "The provided 'x-amz-content-sha256' header does not match what was computed.";

const badDigest = (what: string) =>
  new S3Error(400, "BadDigest", `The ${what} you specified did not match the calculated checksum.`);
const tooLarge = (most: number) =>
  new S3Error(400, "EntityTooLarge", `Your proposed upload exceeds the maximum allowed size of ${most} bytes.`);

const startOf = (algorithm: string): Hasher => {
  const checksum = CHECKSUMS.get(algorithm);
  if (checksum === undefined) throw new Error(`There is no checksum ${algorithm}`);
  return checksum.start();
};

const lengthOf = (headers: Headers, most: number): number => {
  const text = headers[isAwsChunked(headers) ? "x-amz-decoded-content-length" : "content-length"];
  if (text === undefined || !/^\d{1,15}$/.test(text))
    throw new S3Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
  if (Number(text) > most) throw tooLarge(most);
  return Number(text);
};

const trailing = ({ algorithm, trailer }: Claimed, trailers: ReadonlyMap<string, string>): string | undefined => {
  if (trailer === undefined) return undefined;
  const value = trailers.get(trailer);
  if (value === undefined) throw malformedTrailer();
  return valid(algorithm, value);
};
