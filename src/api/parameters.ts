import * as z from "zod";
import { wrongQuery } from "../http/httpError.ts";
import type { Fault } from "../http/problem.ts";
import type { Bound } from "../log/cursor.ts";
import { text } from "../log/fields.ts";
import type { Filters } from "../log/filters.ts";
import type { Stream } from "../log/streams.ts";
import { queryTime } from "./queryTime.ts";

/** A parameter that is given at most once: of the list of its values the schema gets the one. */
export const single = <T extends z.ZodType<unknown, string>>(schema: T) =>
  z
    .array(z.string())
    .max(1, "Given more than once")
    .transform(([value = ""]) => value)
    .pipe(schema);

/** A whole number of `min` to `max`. */
export const whole = (min: number, max: number) => {
  const expected = `Expected a whole number of ${min} to ${max}`;
  return single(
    z
      .string()
      .regex(/^\d{1,9}$/, expected)
      .transform(Number)
      .pipe(z.int(expected).min(min, expected).max(max, expected)),
  );
};

const WILDCARD = /^[^*]+\*?$/;
const typeFilter = text(1024)
  .refine(
    (type) => type === "" || WILDCARD.test(type), // that it is empty is said already
    "Expected a type, as in shop.order.paid, or what types begin with and one asterisk at the end, as in shop.*",
  )
  .meta({ pattern: WILDCARD.source });

/** Which entries are wanted: of every list the same. */
export const filters = (streams: readonly Stream[]) => ({
  stream: z.array(z.enum(streams)).optional().describe("Entries of these streams alone. May be repeated"),
  type: z
    .array(typeFilter)
    .optional()
    .describe("Entries of this type alone; of all types that begin with shop., as in shop.*. May be repeated"),
  source: single(text(2048)).optional().describe("Entries of this source alone"),
  subject: single(text(3072)).optional().describe("Entries of this subject alone: its history"),
  subjectPrefix: single(text(3072)).optional().describe("Entries of the subjects that begin with this alone"),
});

export const order = single(z.enum(["asc", "desc"]))
  .default("desc")
  .describe("Newest first, or oldest first");

/** How many entries a page has at most. */
export const limit = (usual: number) => whole(1, 200).default(usual).describe("How many entries a page has at most");

/** Of what is read piece by piece: a window of time, and where in it to go on. */
export const timeRange = {
  from: single(queryTime)
    .optional()
    .describe("Entries of this time and later: RFC 3339, a day in UTC, or so long ago, as in -15m"),
  to: single(queryTime)
    .optional()
    .describe("Entries before this time: RFC 3339, a day in UTC, or so long ago, as in -15m"),
  cursor: single(text(4096)).optional().describe("Where it goes on: as the `next` of the answer before has it"),
};

type AskedFilters = z.infer<z.ZodObject<ReturnType<typeof filters>>>;

/**
 * What of the filters a cursor is bound to: what was asked at which path, and not which streams there are. So a cursor goes on to
 * hold when a stream is added or removed.
 */
export const boundOf = (path: string, { stream, type, source, subject, subjectPrefix }: AskedFilters): Bound => ({
  ...{ path, source, subject, subjectPrefix },
  ...{ stream: stream && inOrder(stream), type: type && inOrder(type) },
});

/** The same values, whichever way they are repeated. */
const inOrder = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();

/** The filters of a query, its streams in the log's order: those that are named, or all. */
export const filtersOf = (
  { stream, type, source, subject, subjectPrefix }: AskedFilters,
  streams: readonly Stream[],
): Filters => ({
  ...{ type, source, subject, subjectPrefix },
  streams: streams.filter((name) => stream?.includes(name) ?? true),
});

/** Reads the parameters of a request; throws an HttpError (400) that names every wrong or unknown one. `also`: what else there is. */
export const read = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  parameters: URLSearchParams,
  also: readonly string[] = [],
) => {
  const given = Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)] as const),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw wrongQuery(parsed.error.issues.flatMap((issue) => faultsOf(issue, [...Object.keys(schema.shape), ...also])));
};

const faultsOf = (issue: z.core.$ZodIssue, names: readonly string[]): readonly Fault[] =>
  issue.code === "unrecognized_keys"
    ? issue.keys.map((parameter) => ({
        parameter,
        detail: `There is no such parameter here; there are ${names.join(", ")}`,
      }))
    : [{ parameter: String(issue.path[0]), detail: issue.message }];

/** A query with one parameter set, sorted and encoded as SigV4 signs it: older curls sign what they are given as it stands. */
export const queryWith = (parameters: URLSearchParams, name: string, value: string): string => {
  const next = new URLSearchParams(parameters);
  next.set(name, value);
  next.sort();
  return [...next].map((pair) => pair.map(encoded).join("=")).join("&");
};

const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
