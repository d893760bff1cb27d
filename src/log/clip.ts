import { createHash } from "node:crypto";
import { parseExact } from "./exactNumbers.ts";
import { jsonOf, MAX_DEPTH } from "./json.ts";

/** A JSON value, or the head of its text where that is longer than may be kept; `size` in bytes and `sha256` (hex) are of the whole text. */
export interface Clipped {
  readonly payload: unknown;
  readonly size: number;
  readonly sha256: string;
  readonly truncated?: true;
}

const WRAPPING = 10; // levels that may be put around a payload

/** Keeps a JSON value whole where its text has at most `max` bytes of UTF-8, and the head of its text otherwise. */
export const clip = (value: unknown, max: number): Clipped => {
  const text = jsonOf(value, MAX_DEPTH - WRAPPING);
  const size = Buffer.byteLength(text);
  const sha256 = sha256Of(text);
  return size <= max
    ? { payload: parseExact(text), size, sha256 }
    : { payload: head(text, max), size, sha256, truncated: true };
};

export const sha256Of = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");

/** The longest head of a text that has at most `max` bytes of UTF-8 and breaks no character. */
export const head = (text: string, max: number): string => {
  const bytes = Buffer.from(text).subarray(0, max);
  return new TextDecoder().decode(bytes, { stream: true });
};
