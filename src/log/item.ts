import * as z from "zod";
import { clip } from "./clip.ts";
import type { Entry, NewEntry } from "./entry.ts";
import { parseExact } from "./exactNumbers.ts";
import { jsonOf } from "./json.ts";
import { idOf, type Key, parseKey, pk, sk } from "./key.ts";
import { streams } from "./streams.ts";

/** What one item of the table holds. What `pk`, `sk` and `about` say is stored nowhere else in it. */
export type Item = z.infer<typeof Item>;
export const Item = z.object({
  pk: z.string(),
  sk: z.string(),
  source: z.string(),
  type: z.string(),
  /** `<stream>#<shard>#<subject>`, the key of the index `bySubject`; stands for `subject`. */
  about: z.string().optional(),
  subject: z.string().optional(),
  datacontenttype: z.string().optional(),
  dataschema: z.string().optional(),
  /** JSON text: a DynamoDB map refuses numbers and depths that JSON allows. */
  data: z.string().optional(),
  data_base64: z.string().optional(),
  result: z.string().optional(),
  extensions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  recordedtime: z.string().optional(),
  /** `<stream>#<shard>`, the key of the index `byArrival`, of an entry recorded more than {@link LATE_MS} after its time. */
  late: z.string().optional(),
  /** `<recordedtime>#<hash>`; stands for `recordedtime`. */
  arrival: z.string().optional(),
  /** Seconds since 1970, DynamoDB's TTL. */
  expiresat: z.number().optional(),
});

/** An entry that is recorded longer than this after its time is late, in ms. */
export const LATE_MS = 60_000;
const ITEM_BYTES = 400 * 1024; // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const INDEX_KEY_BYTES = 2048; // the same page: partition keys
const MARGIN_BYTES = 1024;

/** An entry as an item. `recorded` is the time of this write; data that would not fit in an item is cut, never refused. */
export const toItem = (
  key: Key,
  entry: NewEntry,
  at: { readonly recorded: string; readonly expiresat: number | undefined; readonly result?: string | undefined },
): Item => {
  const late = Date.parse(at.recorded) - Date.parse(key.time) > LATE_MS;
  const about = streams[key.stream].bySubject ? subjectKey(key, entry.subject) : undefined;
  const item = {
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
  };
  return { ...item, ...payload(entry, item) };
};

/** The key of `bySubject`, or `undefined` where there is no subject or it is too long for an index key: such an entry is not indexed. */
export const subjectKey = (key: Pick<Key, "stream" | "shard">, subject: string | undefined): string | undefined => {
  const about = `${pk(key)}#${subject}`;
  return subject === undefined || Buffer.byteLength(about) > INDEX_KEY_BYTES ? undefined : about;
};

/** An item as its reader gets it. */
export const toEntry = ({ pk, sk, about, data, arrival, extensions, result, ...item }: Item): Entry => {
  const key = parseKey({ pk, sk });
  const subject = item.subject ?? about?.slice(`${pk}#`.length);
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

const payload = (entry: NewEntry, rest: { readonly extensions: NewEntry["extensions"] }) => {
  const room = ITEM_BYTES - MARGIN_BYTES - Buffer.byteLength(JSON.stringify(rest));
  if ((entry.data_base64?.length ?? 0) > room) return cut(entry.data_base64, room, rest);
  if (entry.data_base64 !== undefined) return { data_base64: entry.data_base64 };
  if (entry.data === undefined) return {};
  const data = entry.json ?? jsonOf(entry.data);
  return Buffer.byteLength(data) <= room ? { data } : cut(parseExact(data), room, rest);
};

// The head is kept as a JSON string, in which each quote takes a second byte: half the room is sure to hold it.
const cut = (value: unknown, room: number, { extensions }: { readonly extensions: NewEntry["extensions"] }) => ({
  data: jsonOf(clip(value, Math.floor(room / 2))),
  datacontenttype: "application/json",
  extensions: { ...extensions, truncated: true },
});
