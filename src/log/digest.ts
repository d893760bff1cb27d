import { canonical } from "./canonical.ts";
import { sha256Of } from "./clip.ts";
import { isDeeperThan, MAX_DEPTH } from "./depth.ts";
import type { NewEntry } from "./entry.ts";
import { jsonOf } from "./json.ts";
import { repeatedName } from "./repeatedName.ts";

/** The content of an event. Two deliveries of one event must have the same content. */
export type Content = Pick<NewEntry, "type" | "subject" | "datacontenttype" | "data" | "json" | "data_base64">;

/**
 * SHA-256 (in hex) over the meaning of type, subject and data. The order of the keys in JSON and the notation of a number do not
 * matter. null means the same as no data. The content type only decides how binary data is read.
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
// An event without a `datacontenttype` holds JSON (CloudEvents 1.0.2, JSON format, section 3.1).
const JSON_TYPE = /^([^;]*[/+])?json\s*(;|$)/i;

const ofBytes = (bytes: Buffer): string => `bytes ${bytes.toString("base64")}`;

// A JSON string equals the bytes of its text, because a sender can send a text in either form.
const ofJson = (text: string): string => {
  if (text === "null") return NOTHING;
  const value: unknown = text.startsWith('"') ? JSON.parse(text) : undefined;
  return typeof value === "string" && value.isWellFormed() ? ofBytes(Buffer.from(value)) : `json ${text}`;
};

/** The canonical text of the JSON in the bytes; `undefined` if the bytes are not JSON, or JSON with a name twice, of which nobody knows what counts. */
const jsonIn = (bytes: Buffer): string | undefined => {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (isDeeperThan(text, MAX_DEPTH)) return undefined;
    const meaning = canonical(text);
    return repeatedName(text) === undefined ? meaning : undefined;
  } catch {
    return undefined;
  }
};
