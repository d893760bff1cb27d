import * as z from "zod";
import { clipText } from "./clip.ts";
import type { Content } from "./digest.ts";
import type { Entry, NewEntry } from "./entry.ts";
import { parseExact } from "./exactNumbers.ts";
import { ITEM_BYTES, itemBytes } from "./itemSize.ts";
import { jsonOf } from "./json.ts";
import { ANY_HASH, idOf, type Key, parseKey, pk, sk } from "./key.ts";
import { lazy } from "./lazy.ts";
import { MAX_SHARDS } from "./shards.ts";
import { BEGINNING, isoOf, LAST_MS } from "./time.ts";

/** One item of the table: an entry. `pk` and `sk` hold its stream, shard, time and hash. */
export type Item = z.infer<ReturnType<typeof Item>>;
export const Item = lazy(() => {
  const text = z.string();
  const optional = text.optional();
  return z.object({
    pk: text,
    sk: text,
    source: text,
    type: text,
    /** `<stream>#<shard>#<subject>`, the key of the index `bySubject`. Stored instead of `subject`. */
    about: optional,
    subject: optional,
    datacontenttype: optional,
    dataschema: optional,
    /** JSON text, because a DynamoDB map cannot hold all numbers and depths that JSON allows. */
    data: optional,
    data_base64: optional,
    result: optional,
    extensions: z.record(text, z.union([text, z.number(), z.boolean()])).optional(),
    recordedtime: optional,
    /** `<stream>#<shard>`, the key of the index `byArrival`. Only a late entry has it. */
    late: optional,
    /** `<recordedtime>#<hash>`. A late entry has it instead of `recordedtime`. */
    arrival: optional,
    /** Seconds since 1970, DynamoDB's TTL. */
    expiresat: z.number().optional(),
  });
});

/** An entry is late if it is recorded more than this many ms after its time. */
export const LATE_MS = 60_000;
const INDEX_KEY_BYTES = 2048; // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html, partition keys

interface Recording {
  /** The time of this write. RFC 3339, UTC, milliseconds. */
  readonly recorded: string;
  readonly expiresat: number | undefined;
  /** Whether the stream of the entry is in the index `bySubject`. */
  readonly bySubject: boolean;
  /** JSON text. */
  readonly result?: string | undefined;
}

/** An entry as an item. Data that does not fit in the item is cut. */
export const toItem = (key: Key, entry: NewEntry, at: Recording): Item => {
  const item = wholeItem(key, entry, at);
  return itemBytes(item) <= ITEM_BYTES ? item : cut(item);
};

/** The size, in bytes, of the largest item that an entry can become: late, indexed, in the last shard, with a result of `resultBytes`. */
export const largestBytes = (stream: string, entry: NewEntry, resultBytes = 0): number => {
  const key = { stream, shard: MAX_SHARDS - 1, time: BEGINNING, hash: ANY_HASH };
  const item = wholeItem(key, entry, { recorded: isoOf(LAST_MS), expiresat: LAST_MS / 1000, bySubject: false });
  const about = entry.subject === undefined ? undefined : `${pk(key)}#${entry.subject}`;
  return itemBytes({ ...item, subject: undefined, about }) + (resultBytes > 0 ? "result".length + resultBytes : 0);
};

const wholeItem = (key: Key, entry: NewEntry, at: Recording): Item => {
  const late = Date.parse(at.recorded) - Date.parse(key.time) > LATE_MS;
  const about = at.bySubject ? subjectKey(key, entry.subject) : undefined;
  return {
    pk: pk(key),
    sk: sk(key),
    source: entry.source,
    type: entry.type,
    ...(about === undefined ? { subject: entry.subject } : { about }),
    datacontenttype: entry.datacontenttype,
    dataschema: entry.dataschema,
    result: at.result,
    extensions: entry.extensions,
    ...(late ? { late: pk(key), arrival: `${at.recorded}#${key.hash}` } : { recordedtime: at.recorded }),
    expiresat: at.expiresat,
    ...(entry.data_base64 === undefined ? { data: dataText(entry) } : { data_base64: entry.data_base64 }),
  };
};

const dataText = ({ data, json }: NewEntry): string | undefined =>
  json ?? (data === undefined ? undefined : jsonOf(data));

const cut = ({ data, data_base64, ...item }: Item): Item => {
  const rest = {
    ...item,
    datacontenttype: "application/json",
    extensions: { ...item.extensions, truncated: true },
  };
  const room = ITEM_BYTES - itemBytes({ ...rest, data: "" });
  return { ...rest, data: clipText(data ?? JSON.stringify(data_base64), room) };
};

/** The key of the index `bySubject`. `undefined` if the entry is not indexed: it has no subject, or its subject is too long for a key. */
export const subjectKey = (key: Pick<Key, "stream" | "shard">, subject: string | undefined): string | undefined => {
  const about = `${pk(key)}#${subject}`;
  return subject === undefined || Buffer.byteLength(about) > INDEX_KEY_BYTES ? undefined : about;
};

/** An item as an entry for its reader. */
export const toEntry = (stored: Item): Entry => {
  const { pk, sk, about, data, arrival, extensions, result, ...item } = stored;
  const key = parseKey({ pk, sk });
  const subject = subjectOf(stored);
  return {
    specversion: "1.0",
    id: idOf(key),
    source: item.source,
    type: item.type,
    ...(subject !== undefined && { subject }),
    time: key.time,
    ...(item.datacontenttype !== undefined && { datacontenttype: item.datacontenttype }),
    ...(item.dataschema !== undefined && { dataschema: item.dataschema }),
    ...extensions,
    stream: key.stream,
    recordedtime: item.recordedtime ?? arrival?.split("#")[0] ?? key.time,
    ...(result !== undefined && { result }),
    ...(data !== undefined && { data: parseExact(data) }),
    ...(item.data_base64 !== undefined && { data_base64: item.data_base64 }),
  };
};

/** The content of the event in an item. */
export const contentOf = (item: Item): Content => ({
  type: item.type,
  subject: subjectOf(item),
  datacontenttype: item.datacontenttype,
  json: item.data,
  data_base64: item.data_base64,
});

const subjectOf = ({ pk, subject, about }: Item): string | undefined => subject ?? about?.slice(`${pk}#`.length);
