import { hash } from "node:crypto";
import { isStreamName } from "./streams.ts";
import { FIRST_MS, isoOf, LAST_MS } from "./time.ts";

/** The key of an entry in the table. `hash` identifies the event; `time` only sorts. */
export interface Key {
  readonly stream: string;
  readonly shard: number;
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string;
  readonly hash: string;
}

const HASH_LENGTH = 20; // characters of base64url, which are 120 bits
/** A text as long as each hash. */
export const ANY_HASH = "-".repeat(HASH_LENGTH);

/**
 * The hash of an identity: 120 bits of SHA-256 in base64url. The length of each part is written before the part, as in a netstring,
 * so that two different lists of parts never give the same text. The text is hashed as UTF-16, because UTF-8 replaces every lone
 * surrogate with the same character.
 */
export const hashOf = (identity: readonly string[]): string =>
  hash("sha256", Buffer.from(identity.map((part) => `${part.length}:${part}`).join(""), "utf16le"), "base64url").slice(
    0,
    HASH_LENGTH,
  );

/** The shard of a hash: its first 48 bits modulo the number of shards. */
export const shardOf = (hash: string, shards: number): number =>
  shards === 1 ? 0 : Buffer.from(hash, "base64url").readUIntBE(0, 6) % shards;

export const pk = ({ stream, shard }: Pick<Key, "stream" | "shard">): string => `${stream}#${shard}`;

export const sk = ({ time, hash }: Pick<Key, "time" | "hash">): string => `${time}#${hash}`;

/** The public log id. It holds the whole key, so that reading by id takes one GetItem and no index. */
export const idOf = ({ stream, shard, time, hash }: Key): string =>
  `${stream}.${shard}.${Date.parse(time).toString(36)}.${hash}`;

const ID = /^([a-z0-9]+)\.(0|[1-9]\d{0,3})\.(0|-?[1-9a-z][0-9a-z]{0,9})\.([A-Za-z0-9_-]{20})$/;

/** The key that an id holds; `undefined` if {@link idOf} cannot have written the text. */
export const parseId = (id: string): Key | undefined => {
  const [, stream = "", shard = "", time = "", hash = ""] = ID.exec(id) ?? [];
  const ms = Number.parseInt(time, 36);
  return ms >= FIRST_MS && ms <= LAST_MS ? { stream, shard: Number(shard), time: isoOf(ms), hash } : undefined;
};

/** The key that `pk` and `sk` hold. Throws if another program wrote the item. */
export const parseKey = (item: { readonly pk: string; readonly sk: string }): Key => {
  const [stream = "", shard = ""] = item.pk.split("#");
  const [time = "", hash = ""] = item.sk.split("#");
  if (!isStreamName(stream))
    throw new Error(`The table holds an item that is no entry of a log: pk ${item.pk}, sk ${item.sk}`);
  return { stream, shard: Number(shard), time, hash };
};
