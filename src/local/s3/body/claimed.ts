import { S3Error } from "../s3Error.ts";
import { CHECKSUMS, DEFAULT_CHECKSUM } from "./checksums.ts";

/** What a client says of a body before or after it sends it. */
export interface Claimed {
  /** The name of the checksum's algorithm, and its value in base64 if it came in a header. */
  readonly algorithm: string;
  readonly checksum?: string;
  /** The name of the trailing header that will have the checksum. */
  readonly trailer?: string;
  /** In base64. */
  readonly md5?: string;
  /** In hex. */
  readonly sha256?: string;
}

type Headers = Readonly<Record<string, string | undefined>>;

/** Reads what the headers say of the body. Throws an S3Error if they contradict each other, or have no possible value. */
export const claimed = (headers: Headers, algorithmOfUpload?: string): Claimed => {
  const given = [...CHECKSUMS.keys()].filter((name) => headers[`x-amz-checksum-${name}`] !== undefined);
  const trailers = (headers["x-amz-trailer"] ?? "")
    .toLowerCase()
    .split(",")
    .flatMap((name) => name.trim() || []);
  const trailing = trailers.find((name) => name.startsWith("x-amz-checksum-"));
  const [inHeader] = given;
  if (given.length > 1 || (inHeader !== undefined && trailing !== undefined))
    throw invalid("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  const algorithm = inHeader ?? trailing?.replace("x-amz-checksum-", "") ?? algorithmOfUpload ?? DEFAULT_CHECKSUM;
  if (!CHECKSUMS.has(algorithm)) throw invalid(`The algorithm ${algorithm} of the checksum is not supported.`);
  const checksum = inHeader && valid(inHeader, headers[`x-amz-checksum-${inHeader}`] ?? "");
  const { "content-md5": md5, "x-amz-content-sha256": sha256 = "" } = headers;
  if (md5 !== undefined && !isBase64(md5, 16))
    throw new S3Error(400, "InvalidDigest", "The Content-MD5 you specified is not valid.");
  return {
    algorithm,
    ...(checksum !== undefined && { checksum }),
    ...(trailing !== undefined && { trailer: trailing }),
    ...(md5 !== undefined && { md5 }),
    ...(/^[0-9a-f]{64}$/i.test(sha256) && { sha256: sha256.toLowerCase() }),
  };
};

/** Whether the body has the framing `aws-chunked`. */
export const isAwsChunked = (headers: Headers): boolean =>
  /^STREAMING-/.test(headers["x-amz-content-sha256"] ?? "") ||
  /(^|,)\s*aws-chunked\s*(,|$)/.test(headers["content-encoding"] ?? "");

/** Returns the value of a checksum, or throws an S3Error if it has not the length of this algorithm. */
export const valid = (algorithm: string, value: string): string => {
  if (isBase64(value, CHECKSUMS.get(algorithm)?.bytes ?? 0)) return value;
  throw invalid(`Value for x-amz-checksum-${algorithm} header is invalid.`);
};

const invalid = (message: string) => new S3Error(400, "InvalidRequest", message);

const isBase64 = (text: string, bytes: number): boolean =>
  Buffer.from(text, "base64").length === bytes && Buffer.from(text, "base64").toString("base64") === text;
