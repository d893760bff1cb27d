import { createHash } from "node:crypto";
import { isStream, type Stream } from "./streams.ts";
import { FIRST_MS, isoOf, LAST_MS } from "./time.ts";

/** Where an entry lies. `time` only sorts; `hash` says which event it is. */
export interface Key {
  readonly stream: Stream;
  readonly shard: number;
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string;
  readonly hash: string;
}

const HASH_BYTES = 15; // 120 bits: 20 characters of base64url, no padding

/**
 * Which event an identity names: 120 bits of SHA-256 over its parts, each behind its length (as a netstring is),
 * so that no two lists of parts read the same. UTF-16 code units are hashed, because UTF-8 folds all lone
 * surrogates into one.
 */
export const hashOf = (identity: readonly string[]): string =>
  createHash("sha256")
    .update(identity.map((part) => `${part.length}:${part}`).join(""), "utf16le")
    .digest()
    .subarray(0, HASH_BYTES)
    .toString("base64url");

/** `hash mod N`, over the hash's first 48 bits. */
export const shardOf = (hash: string, shards: number): number =>
  Buffer.from(hash, "base64url").readUIntBE(0, 6) % shards;

export const pk = ({ stream, shard }: Pick<Key, "stream" | "shard">): string => `${stream}#${shard}`;

export const sk = ({ time, hash }: Pick<Key, "time" | "hash">): string => `${time}#${hash}`;

/** The public log id. It holds its own key, so that reading by id is one GetItem and needs no index. */
export const idOf = ({ stream, shard, time, hash }: Key): string =>
  `${stream}.${shard}.${Date.parse(time).toString(36)}.${hash}`;

const ID = /^([a-z0-9]+)\.(0|[1-9]\d{0,3})\.(0|-?[1-9a-z][0-9a-z]{0,9})\.([A-Za-z0-9_-]{20})$/;

/** The key that an id holds, or `undefined` where the text is not an id that {@link idOf} writes. */
export const parseId = (id: string): Key | undefined => {
  const [, stream = "", shard = "", time = "", hash = ""] = ID.exec(id) ?? [];
  const ms = Number.parseInt(time, 36);
  return isStream(stream) && ms >= FIRST_MS && ms <= LAST_MS
    ? { stream, shard: Number(shard), time: isoOf(ms), hash }
    : undefined;
};

/** The key that `pk` and `sk` spell; throws on a foreign item in the table. */
export const parseKey = (item: { readonly pk: string; readonly sk: string }): Key => {
  const [stream = "", shard = ""] = item.pk.split("#");
  const [time = "", hash = ""] = item.sk.split("#");
  if (!isStream(stream)) throw new Error(`The table holds an item of no known stream: pk ${item.pk}, sk ${item.sk}`);
  return { stream, shard: Number(shard), time, hash };
};
