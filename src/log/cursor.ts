import { hash } from "node:crypto";
import * as z from "zod";
import { instant } from "./fields.ts";
import { lazy } from "./lazy.ts";

/** Oldest first (`asc`), or newest first (`desc`). */
export type Order = "asc" | "desc";

/** The position of a reader in the log: after the entry with this sort key in this stream. */
export type Position = z.infer<ReturnType<typeof Position>>;
const Position = () =>
  z.strictObject({
    sk: z
      .string()
      .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#[\w-]{20}$/)
      .refine((sk) => isWritten(sk.split("#")[0])),
    stream: z.string().regex(/^[a-z0-9]+$/), // any name of this form, because the stream can have been removed
  });

/** Whether this is a time as the log writes it. It never writes a leap second. */
const isWritten = (time: string | undefined): boolean => instant.safeParse(time).data === time;

/** The time of a position: RFC 3339, UTC, milliseconds. */
export const timeOf = ({ sk }: Position): string => sk.split("#")[0] ?? sk;

/** The order of the log: by time, then by hash, then by stream. */
export const isBefore = (a: Position, b: Position): boolean => (a.sk === b.sk ? a.stream < b.stream : a.sk < b.sk);

/** The sort key from which a reader of this stream goes on after a position: the smallest possible one, or the greatest one for `desc`. */
export const sortKeyBehind = ({ sk, stream: passed }: Position, stream: string, order: Order): string => {
  if (order === "asc" ? stream > passed : stream < passed) return sk;
  return order === "asc" ? `${sk}~` : `${sk.slice(0, -1)}${String.fromCharCode(sk.charCodeAt(sk.length - 1) - 1)}~`;
};

const VERSION = 1;
/** A cursor holds the sequencers of at most this number of sources. */
export const MAX_SEEN = 32;
const Cursor = lazy(() =>
  z.strictObject({
    v: z.literal(VERSION),
    query: z.string(),
    after: Position().optional(),
    from: instant.optional(),
    to: instant.optional(),
    /** Of counts: see `Counting`. */
    density: z.number().positive().max(1e12).optional(),
    seen: z
      .record(z.string().max(8), z.string().max(64))
      .refine((seen) => Object.keys(seen).length <= MAX_SEEN)
      .optional(),
  }),
);

/**
 * Where a query goes on: after a position, in a time range with absolute times. `seen` has the greatest sequencer of each source in
 * the history so far.
 */
export type Continuation = Omit<z.infer<ReturnType<typeof Cursor>>, "v" | "query">;

/** The query that a cursor is bound to: its route and its parameters, without `limit`. */
export type Bound = Readonly<Record<string, unknown>>;

/** Writes a cursor: an opaque text that says where the next page of this query begins. */
export const writeCursor = (continuation: Continuation, query: Bound): string =>
  Buffer.from(JSON.stringify({ v: VERSION, query: fingerprint(query), ...continuation })).toString("base64url");

/** Reads a cursor. `reason` says why it cannot be used for this query. */
export const readCursor = (text: string, query: Bound): Continuation | { readonly reason: string } => {
  const parsed = Cursor().safeParse(decode(text));
  if (!parsed.success) return { reason: "is not a cursor of this log. Start again without it" };
  const { query: given, v: _, ...continuation } = parsed.data;
  return given === fingerprint(query)
    ? continuation
    : {
        reason:
          "belongs to another route, to other filters or to another order. Use the cursor that this query gave, or start again without it",
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
  return hash("sha256", JSON.stringify(fields), "base64url").slice(0, 16);
};
