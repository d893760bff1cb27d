import * as z from "zod";
import { readCursor, writeCursor } from "../log/cursor.ts";
import { text } from "../log/fields.ts";
import type { Page, Query } from "../log/read.ts";
import type { Stream } from "../log/streams.ts";
import { moment } from "./moment.ts";
import type { Fault } from "./problem.ts";

type Parsed =
  | { readonly errors: readonly Fault[] }
  | {
      readonly query: Query;
      /** The query of the next page: this one's, with the cursor where this page ends. */
      readonly next: (after: NonNullable<Page["after"]>) => string;
    };

/** Reads the query of a list of entries; every wrong or unknown parameter is named. `now` in ms since 1970. */
export const parseQuery = (parameters: URLSearchParams, streams: readonly Stream[], now: number): Parsed => {
  const parsed = Parameters(streams).safeParse(grouped(parameters));
  if (!parsed.success) return { errors: parsed.error.issues.flatMap((issue) => faultsOf(issue)) };
  const { stream = streams, cursor, limit, ...filters } = parsed.data;
  const asked = { ...filters, streams: streams.filter((name) => stream.includes(name)) };
  const bound = { ...asked, from: parameters.get("from"), to: parameters.get("to") };
  const window = { from: filters.from?.(now), to: filters.to?.(now) };
  const start = cursor === undefined ? window : readCursor(cursor, bound);
  if ("reason" in start) return { errors: [{ parameter: "cursor", detail: `The cursor ${start.reason}` }] };
  const { from, to } = start;
  if (from !== undefined && to !== undefined && from >= to)
    return { errors: [{ parameter: "to", detail: "`to` is not after `from`" }] };
  return {
    query: { ...asked, limit, ...start, from, to },
    next: (after) => queryWith(parameters, writeCursor({ after, from, to }, bound)),
  };
};

const queryWith = (parameters: URLSearchParams, cursor: string): string => {
  const next = new URLSearchParams(parameters);
  next.set("cursor", cursor);
  next.sort();
  return [...next].map((pair) => pair.map(encoded).join("=")).join("&");
};

// As SigV4 signs a query: a client that signs what it is given as it stands, as older curls do, can follow it.
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** A parameter that is given at most once: of the list of its values the schema gets the one. */
const once = <T extends z.ZodType<unknown, string>>(schema: T) =>
  z
    .array(z.string())
    .max(1, "Given more than once")
    .transform(([value = ""]) => value)
    .pipe(schema);

const LIMIT = "Expected a whole number of 1 to 200";

/** The parameters of a list, each as the list of its values. */
export const Parameters = (streams: readonly Stream[]) =>
  z.strictObject({
    stream: z.array(z.enum(streams)).optional().describe("Entries of these streams alone. May be repeated"),
    type: once(text(1024)).optional().describe("Entries of this type alone"),
    source: once(text(2048)).optional().describe("Entries of this source alone"),
    subject: once(text(3072)).optional().describe("The history of this subject"),
    subjectPrefix: once(text(3072)).optional().describe("Entries of the subjects that begin with this alone"),
    from: once(moment).optional().describe("Entries of this time and later: RFC 3339, or so long ago, as in -15m"),
    to: once(moment).optional().describe("Entries before this time: RFC 3339, or so long ago, as in -15m"),
    order: once(z.enum(["asc", "desc"]))
      .default("desc")
      .describe("Newest first, or oldest first"),
    limit: once(
      z
        .string()
        .regex(/^\d{1,3}$/, LIMIT)
        .transform(Number)
        .pipe(z.int(LIMIT).min(1, LIMIT).max(200, LIMIT)),
    )
      .default(50)
      .describe("How many entries a page has at most"),
    cursor: once(text(1024)).optional().describe("Where the page begins: as the `next` of the page before has it"),
  });

const grouped = (parameters: URLSearchParams): Record<string, string[]> =>
  Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));

const faultsOf = (issue: z.core.$ZodIssue): readonly Fault[] =>
  issue.code === "unrecognized_keys"
    ? issue.keys.map((parameter) => ({ parameter, detail: `There is no such parameter; there are ${NAMES}` }))
    : [{ parameter: String(issue.path[0]), detail: issue.message }];

const NAMES = Object.keys(Parameters([]).shape).join(", ");
