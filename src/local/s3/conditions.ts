import { S3Error } from "./s3Error.ts";
import type { ObjectMeta } from "./store/objectMeta.ts";

type Headers = Readonly<Record<string, string | undefined>>;
type Seen = Pick<ObjectMeta, "etag" | "lastModified">;

/**
 * Checks the conditions of a read as S3 does. Returns whether the client has this object already (304). Throws S3's
 * PreconditionFailed. `prefix` is of the headers' names, as in `x-amz-copy-source-`.
 */
export const isUnmodified = (headers: Headers, { etag, lastModified }: Seen, prefix = ""): boolean => {
  const match = headers[`${prefix}if-match`];
  const noneMatch = headers[`${prefix}if-none-match`];
  const since = secondsOf(headers[`${prefix}if-modified-since`]);
  const unmodifiedSince = secondsOf(headers[`${prefix}if-unmodified-since`]);
  const modified = Math.floor(lastModified / 1000);
  if (match !== undefined ? !names(match, etag) : unmodifiedSince !== undefined && modified > unmodifiedSince)
    throw preconditionFailed();
  if (noneMatch !== undefined) return names(noneMatch, etag);
  return since !== undefined && modified <= since;
};

/** Checks `if-match` and `if-none-match` of a write against the object of now. Throws an S3Error. */
export const checkWrite = (headers: Headers, current: Seen | undefined): void => {
  const { "if-match": match, "if-none-match": noneMatch } = headers;
  if (noneMatch !== undefined && noneMatch !== "*")
    throw new S3Error(501, "NotImplemented", "A write can have If-None-Match only with the value *.");
  if (noneMatch !== undefined && current !== undefined) throw preconditionFailed();
  if (match === undefined) return;
  if (current === undefined) throw new S3Error(404, "NoSuchKey", "The specified key does not exist.");
  if (!names(match, current.etag)) throw preconditionFailed();
};

export const preconditionFailed = () =>
  new S3Error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");

const names = (header: string, etag: string): boolean =>
  header.split(",").some((text) => ["*", etag].includes(text.trim().replace(/^"(.*)"$/, "$1")));

const secondsOf = (date: string | undefined): number | undefined => {
  const ms = Date.parse(date ?? "");
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000);
};
