import { S3Error } from "./s3Error.ts";

/** What the URL of a request names, in path style. A part is missing if it is empty. */
export interface RequestUrl {
  /** The path as it was sent. */
  readonly path: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly query: ReadonlyMap<string, string>;
}

/** Reads the raw URL of a request, because `new URL` would fold `..`, which a key may have. Throws an S3Error. */
export const readUrl = (url: string): RequestUrl => {
  const [path = "", ...search] = url.split("?");
  const [, bucket = "", key = ""] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return {
    path,
    ...(bucket !== "" && { bucket: decodedPart(bucket) }),
    ...(key !== "" && { key: checkedKey(decodedPart(key)) }),
    query: new Map(new URLSearchParams(search.join("?"))),
  };
};

/** Percent-decodes a part of a URL. Throws an S3Error if it is not UTF-8. */
export const decodedPart = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error(400, "InvalidURI", "Couldn't parse the specified URI.");
  }
};

const MAX_KEY_BYTES = 1024;

/** Returns the key, or throws S3's KeyTooLongError. */
export const checkedKey = (key: string): string => {
  if (Buffer.byteLength(key) <= MAX_KEY_BYTES) return key;
  throw new S3Error(400, "KeyTooLongError", "Your key is too long");
};
