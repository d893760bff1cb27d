import { isUtf8 } from "node:buffer";
import { validateHeaderName, validateHeaderValue } from "node:http";
import { S3Error } from "./s3Error.ts";

/** Throws S3's InvalidArgument if an HTTP answer cannot have this header, with the message `message`. */
export const checkHeader = (name: string, value: string, message: string): void => {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw new S3Error(400, "InvalidArgument", message);
  }
};

/** Metadata as a header can have it. S3 sends text beyond ASCII in the form of RFC 2047. */
export const metadataText = (value: string): string =>
  isAscii(value) ? value : `=?UTF-8?B?${Buffer.from(unicodeOf(value)).toString("base64")}?=`;

/** The part of a text that is sent as it is. */
export const asciiOf = (value: string): string => [...value].filter(isAscii).join("");

const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length;

/** Node reads the bytes of a header as Latin-1, and clients send UTF-8. */
const unicodeOf = (value: string): string => {
  const bytes = Buffer.from(value, "latin1");
  return bytes.toString("latin1") === value && isUtf8(bytes) ? bytes.toString() : value;
};
