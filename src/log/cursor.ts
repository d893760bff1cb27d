import { createHash } from "node:crypto";
import * as z from "zod";
import { instant } from "./fields.ts";
import { isStream, type Stream } from "./streams.ts";

/** Oldest first, or newest first. */
export type Order = "asc" | "desc";

/** Where the merge of the shards stands: behind the entry of this sort key and stream. */
export type Position = z.infer<typeof Position>;
const Position = z.strictObject({
  sk: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#[\w-]{20}$/)
    .refine((sk) => instant.safeParse(sk.split("#")[0]).success),
  stream: z.string().refine(isStream),
});

/** The time that a place is at: RFC 3339, UTC, milliseconds. */
export const timeOf = ({ sk }: Position): string => sk.split("#")[0] ?? sk;

/** The order of the log: by time, by hash, and by stream where these are equal. */
export const isBefore = (a: Position, b: Position): boolean => (a.sk === b.sk ? a.stream < b.stream : a.sk < b.sk);

/** The least sort key (`desc`: the greatest) that a range of that stream may still hold behind a place. */
export const sortKeyBehind = ({ sk, stream: passed }: Position, stream: Stream, order: Order): string => {
  if (order === "asc" ? stream > passed : stream < passed) return sk;
  return order === "asc" ? `${sk}~` : `${sk.slice(0, -1)}${String.fromCharCode(sk.charCodeAt(sk.length - 1) - 1)}~`;
};

const VERSION = 1;
/** How many sources' sequencers a cursor holds. */
export const MAX_SEEN = 32;
const Cursor = z.strictObject({
  v: z.literal(VERSION),
  query: z.string(),
  after: Position.optional(),
  from: instant.optional(),
  to: instant.optional(),
  /** Of counts: see `Counting`. */
  density: z.number().positive().max(1e12).optional(),
  seen: z
    .record(z.string().max(8), z.string().max(64))
    .refine((seen) => Object.keys(seen).length <= MAX_SEEN)
    .optional(),
});

/**
 * Where a query goes on: behind a place, within a window that no longer depends on when it is asked. `seen` is what a history
 * has seen so far.
 */
export type Continuation = Omit<z.infer<typeof Cursor>, "v" | "query">;

/** What of a query a cursor is bound to: all but how many entries a page has. */
export type Bound = Readonly<Record<string, unknown>>;

/** An opaque text that says where the next page of this query begins. */
export const writeCursor = (continuation: Continuation, query: Bound): string =>
  Buffer.from(JSON.stringify({ v: VERSION, query: fingerprint(query), ...continuation })).toString("base64url");

/** Reads a cursor back; `reason` says why one cannot be used for this query. */
export const readCursor = (text: string, query: Bound): Continuation | { readonly reason: string } => {
  const parsed = Cursor.safeParse(decode(text));
  if (!parsed.success) return { reason: "is not a cursor that this log has given out; begin again without it" };
  const { query: given, v: _, ...continuation } = parsed.data;
  return given === fingerprint(query)
    ? continuation
    : {
        reason:
          "belongs to other filters or another order; use the one that came with these, or begin again without it",
      };
};

const decode = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString());
  } catch {
    return undefined;
  }
};

const fingerprint = (query: Bound): string => {
  const fields = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(fields)).digest("base64url").slice(0, 16);
};
