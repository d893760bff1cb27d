import { hash } from "node:crypto";
import { MAX_DEPTH } from "./depth.ts";
import { parseExact } from "./exactNumbers.ts";
import { jsonOf } from "./json.ts";

/**
 * A JSON value, or the head of its JSON text if the value is too long. `size` (in bytes) and `sha256` (in hex) describe the whole
 * text.
 */
export interface Clipped {
  readonly payload: unknown;
  readonly size: number;
  readonly sha256: string;
  readonly truncated?: true;
}

const WRAPPING = 10; // the most levels that a caller puts around a payload

/**
 * Keeps a value whole if its JSON text has at most `max` bytes of UTF-8. Otherwise the payload is the head of the text, as a string
 * that takes at most `max` bytes in JSON.
 */
export const clip = (value: unknown, max: number): Clipped => {
  const json = jsonOf(value, MAX_DEPTH - WRAPPING);
  return Buffer.byteLength(json) <= max
    ? { payload: parseExact(json), size: Buffer.byteLength(json), sha256: sha256Of(json) }
    : cut(json, max);
};

/** Keeps a JSON text whole if it has at most `max` bytes of UTF-8. Otherwise returns a {@link Clipped} as JSON text of at most `max` bytes. */
export const clipText = (json: string, max: number): string => {
  if (Buffer.byteLength(json) <= max) return json;
  const overhead = Buffer.byteLength(JSON.stringify(cut(json, EMPTY_BYTES)));
  return JSON.stringify(cut(json, max - overhead + EMPTY_BYTES));
};

const EMPTY_BYTES = 2; // ""

const cut = (json: string, max: number): Clipped => ({
  payload: headInJson(json, max),
  size: Buffer.byteLength(json),
  sha256: sha256Of(json),
  truncated: true,
});

export const sha256Of = (text: string | Uint8Array): string => hash("sha256", text);

/** The longest head of a text that has at most `max` bytes of UTF-8 and breaks no character. */
export const head = (text: string, max: number): string => headOf(Buffer.from(text), max);

const headOf = (bytes: Buffer, max: number): string =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, max), { stream: true });

/** The longest head of a text that takes at most `max` bytes as a JSON string. There, a quote or a backslash takes two bytes. */
const headInJson = (text: string, max: number): string => {
  const bytes = Buffer.from(text);
  let [fits, most] = [0, Math.max(0, max)];
  while (fits < most) {
    const middle = Math.ceil((fits + most) / 2);
    if (Buffer.byteLength(JSON.stringify(headOf(bytes, middle))) <= max) fits = middle;
    else most = middle - 1;
  }
  return headOf(bytes, fits);
};
