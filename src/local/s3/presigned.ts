import { S3Error } from "./s3Error.ts";

/**
 * Throws an S3Error if the URL is presigned and its time is over. `now` is in ms since 1970. The signature itself is not verified.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export const checkExpiry = (query: ReadonlyMap<string, string>, now: number): void => {
  const names = new Map([...query].map(([name, value]) => [name.toLowerCase(), value]));
  const date = names.get("x-amz-date");
  const seconds = names.get("x-amz-expires");
  const isVersion4 = names.has("x-amz-signature") || names.has("x-amz-algorithm");
  if (isVersion4) {
    const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date ?? "") ?? [];
    const [year, month, day, hour, minute, second] = parts;
    const begin = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    if (Number.isNaN(begin)) throw faulty("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
    if (seconds === undefined || !/^\d{1,9}$/.test(seconds)) throw faulty("X-Amz-Expires should be a number");
    if (Number(seconds) > MAX_SECONDS) throw faulty("X-Amz-Expires must be less than a week (in seconds)");
    if (begin > now + MAX_SKEW_MS) throw denied("Request is not valid yet");
    if (now > begin + Number(seconds) * 1000) throw denied("Request has expired");
  } else if (names.has("signature") && names.has("expires") && now > Number(names.get("expires")) * 1000)
    throw denied("Request has expired");
};

/**
 * The headers that a presigned URL has in its query, as in `x-amz-meta-who`. S3 reads them as headers, but for the checksums: an SDK
 * computes those of an empty body.
 */
export const hoistedHeaders = (query: ReadonlyMap<string, string>): Readonly<Record<string, string>> => {
  const headers = [...query].map(([name, value]) => [name.toLowerCase(), value] as const);
  if (!headers.some(([name]) => name === "x-amz-signature")) return {};
  return Object.fromEntries(headers.filter(([name]) => HOISTED.test(name)));
};

const HOISTED =
  /^x-amz-(acl|grant-.*|meta-.*|tagging|storage-class|object-lock-.*|server-side-encryption.*|website-.*)$/;
const MAX_SECONDS = 604_800;
const MAX_SKEW_MS = 15 * 60_000;

const faulty = (message: string) => new S3Error(400, "AuthorizationQueryParametersError", message);
const denied = (message: string) => new S3Error(403, "AccessDenied", message);
