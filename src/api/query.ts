import * as z from "zod";
import { readCursor, writeCursor } from "../log/cursor.ts";
import { instant, text } from "../log/fields.ts";
import type { Page, Query } from "../log/read.ts";
import type { Stream } from "../log/streams.ts";
import type { Fault } from "./problem.ts";

type Parsed = { readonly query: Query } | { readonly errors: readonly Fault[] };

/** Reads the query of a list of entries; every wrong or unknown parameter is named. */
export const parseQuery = (parameters: URLSearchParams, streams: readonly Stream[]): Parsed => {
  const parsed = Parameters(streams).safeParse(grouped(parameters));
  if (!parsed.success) return { errors: parsed.error.issues.flatMap((issue) => faultsOf(issue)) };
  const { stream = streams, cursor, ...rest } = parsed.data;
  const query: Query = { ...rest, streams: streams.filter((name) => stream.includes(name)) };
  if (cursor === undefined) return { query };
  const position = readCursor(cursor, bound(query));
  return "reason" in position
    ? { errors: [{ parameter: "cursor", detail: `The cursor ${position.reason}` }] }
    : { query: { ...query, after: position.after } };
};

/** The query of the next page: this one's, with the cursor where this page ends. */
export const nextQuery = (parameters: URLSearchParams, query: Query, after: NonNullable<Page["after"]>): string => {
  const next = new URLSearchParams(parameters);
  next.set("cursor", writeCursor(after, bound(query)));
  next.sort();
  return [...next].map((pair) => pair.map(encoded).join("=")).join("&");
};

// As SigV4 signs a query: a client that signs what it is given as it stands, as older curls do, can follow it.
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

// A page may be longer or shorter than the one before it; in everything else it is a page of the same query.
const bound = ({ limit, after, ...query }: Query) => query;

const once = <T extends z.ZodType<unknown, string>>(schema: T) =>
  z
    .array(z.string())
    .max(1, "Given more than once")
    .transform(([value = ""]) => value)
    .pipe(schema);

// An unescaped + in a query is a space: the offset of a time is meant.
const time = z
  .string()
  .transform((value) => value.replace(" ", "+"))
  .pipe(instant);

const LIMIT = "Expected a whole number of 1 to 200";

const Parameters = (streams: readonly Stream[]) =>
  z
    .strictObject({
      stream: z.array(z.enum(streams)).optional(),
      type: once(text(1024)).optional(),
      source: once(text(2048)).optional(),
      subject: once(text(3072)).optional(),
      from: once(time).optional(),
      to: once(time).optional(),
      order: once(z.enum(["asc", "desc"])).default("desc"),
      limit: once(
        z
          .string()
          .regex(/^\d{1,3}$/, LIMIT)
          .transform(Number)
          .pipe(z.int(LIMIT).min(1, LIMIT).max(200, LIMIT)),
      ).default(50),
      cursor: once(text(1024)).optional(),
    })
    .refine(({ from = "", to = "~" }) => from < to, { path: ["to"], message: "`to` is not after `from`" });

const grouped = (parameters: URLSearchParams): Record<string, string[]> =>
  Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));

const faultsOf = (issue: z.core.$ZodIssue): readonly Fault[] =>
  issue.code === "unrecognized_keys"
    ? issue.keys.map((parameter) => ({ parameter, detail: `There is no such parameter; there are ${NAMES}` }))
    : [{ parameter: String(issue.path[0]), detail: issue.message }];

const NAMES = Object.keys(Parameters([]).shape).join(", ");
