import { canonical } from "./canonical.ts";
import { sha256Of } from "./clip.ts";
import type { NewEntry } from "./entry.ts";
import { isDeeperThan, jsonOf, MAX_DEPTH } from "./json.ts";

/** What an event says: what must be equal for two events to have the same content. */
export type Content = Pick<NewEntry, "type" | "subject" | "datacontenttype" | "data" | "json" | "data_base64">;

/**
 * SHA-256 over the meaning of type, subject and data, in hex. JSON may have its keys in any order and write a number in any
 * form; null means the same as no data. The content type only says how binary data is read.
 */
export const digestOf = (content: Content): string =>
  sha256Of(JSON.stringify([content.type, content.subject ?? null]) + meaningOf(content));

const meaningOf = ({ datacontenttype, data, json, data_base64 }: Content): string => {
  if (data_base64 !== undefined) {
    const bytes = Buffer.from(data_base64, "base64");
    const text = JSON_TYPE.test(datacontenttype ?? "json") ? jsonIn(bytes) : undefined;
    return text === undefined ? ofBytes(bytes) : ofJson(text);
  }
  return data === undefined && json === undefined ? NOTHING : ofJson(canonical(json ?? jsonOf(data)));
};

const NOTHING = "";
const JSON_TYPE = /^([^;]*[/+])?json\s*(;|$)/i; // "datacontenttype": without one, data is JSON (CloudEvents 1.0.2, JSON format, section 3.1)

const ofBytes = (bytes: Buffer): string => `bytes ${bytes.toString("base64")}`;

// A text is the same data in JSON as in bytes: the text/plain `hello` is sent in either way.
const ofJson = (text: string): string => {
  if (text === "null") return NOTHING;
  const value: unknown = text.startsWith('"') ? JSON.parse(text) : undefined;
  return typeof value === "string" && value.isWellFormed() ? ofBytes(Buffer.from(value)) : `json ${text}`;
};

/** The canonical text of the JSON that the bytes hold, if they do. */
const jsonIn = (bytes: Buffer): string | undefined => {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return isDeeperThan(text, MAX_DEPTH) ? undefined : canonical(text);
  } catch {
    return undefined;
  }
};
