import * as z from "zod";
import { wrongQuery } from "../http/httpError.ts";
import type { Fault } from "../http/problem.ts";
import type { Bound } from "../log/cursor.ts";
import { text } from "../log/fields.ts";
import type { Filters } from "../log/filters.ts";
import { firstParses } from "../log/firstParses.ts";
import { lazy } from "../log/lazy.ts";
import { queryTime } from "./queryTime.ts";

/** A parameter that is given at most once. It reads the list of values of the parameter, and passes the one value to the schema. */
export const single = <T extends z.ZodType<unknown, string>>(schema: T) => onlyValue().pipe(schema);

const onlyValue = lazy(() =>
  z
    .array(z.string())
    .max(1, "Given more than once")
    .transform(([value = ""]) => value),
);

/** A parameter that is a whole number from `min` to `max`. */
export const whole = (min: number, max: number) => {
  const expected = `Expected a whole number from ${min} to ${max}`;
  return single(
    z
      .string()
      .regex(/^\d{1,9}$/, expected)
      .transform(Number)
      .pipe(z.int(expected).min(min, expected).max(max, expected)),
  );
};

const WILDCARD = /^[^*]+\*?$/;
const typeFilter = () =>
  text(1024)
    .refine(
      (type) => type === "" || WILDCARD.test(type), // an empty text has an error already
      "Expected a type, as in shop.order.paid, or the beginning of types and an asterisk, as in shop.*",
    )
    .meta({ pattern: WILDCARD.source });

/** The filters, which are the same for every list of entries. */
export const filters = (streams: readonly string[]) => ({
  stream: z.array(z.enum(streams)).optional().describe("Only entries of these streams. Can be repeated"),
  type: z
    .array(typeFilter())
    .optional()
    .describe(
      "Only entries of this type. Can be repeated. An asterisk at the end selects all types that begin with the text before it, as in shop.*",
    ),
  source: single(text(2048)).optional().describe("Only entries of this source"),
  subject: single(text(3072)).optional().describe("Only entries of this subject"),
  subjectPrefix: single(text(3072)).optional().describe("Only entries whose subject begins with this text"),
});

export const order = () =>
  single(z.enum(["asc", "desc"]))
    .default("desc")
    .describe("Newest first, or oldest first");

export const limit = (usual: number) => whole(1, 200).default(usual).describe("How many entries a page has at most");

/** The time range of what is read page by page, and the cursor of the next page. */
export const timeRange = () => ({
  from: single(queryTime())
    .optional()
    .describe("Only entries of this time and later: RFC 3339, a day in UTC, or an age, as in -15m"),
  to: single(queryTime())
    .optional()
    .describe("Only entries before this time: RFC 3339, a day in UTC, or an age, as in -15m"),
  cursor: single(text(4096)).optional().describe("Where to go on. It comes from the `next` of the previous answer"),
});

type AskedFilters = z.infer<z.ZodObject<ReturnType<typeof filters>>>;

/**
 * The part of a query that a cursor is bound to: its path, and its filters as they were given. The streams of the log are no
 * part of it, so a cursor without `stream` stays valid when a stream is added or removed.
 */
export const boundOf = (path: string, { stream, type, source, subject, subjectPrefix }: AskedFilters): Bound => ({
  ...{ path, source, subject, subjectPrefix },
  ...{ stream: stream && inOrder(stream), type: type && inOrder(type) },
});

/** The values sorted and without repetitions, so that their order in the query does not count. */
const inOrder = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();

/** The filters of a query. Its streams are the named ones, or all, in the log's order. */
export const filtersOf = (
  { stream, type, source, subject, subjectPrefix }: AskedFilters,
  streams: readonly string[],
): Filters => ({
  ...{ type, source, subject, subjectPrefix },
  streams: streams.filter((name) => stream?.includes(name) ?? true),
});

/**
 * Reads the parameters of a request. Throws an HttpError (400) that names each wrong or unknown parameter. `also` are more
 * parameters of the route: the error names them as known.
 */
export const read = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  parameters: URLSearchParams,
  also: readonly string[] = [],
) => {
  const given = Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)] as const),
  );
  const parsed = schema.safeParse(given, firstParses());
  if (parsed.success) return parsed.data;
  throw wrongQuery(parsed.error.issues.flatMap((issue) => faultsOf(issue, [...Object.keys(schema.shape), ...also])));
};

const faultsOf = (issue: z.core.$ZodIssue, names: readonly string[]): readonly Fault[] =>
  issue.code === "unrecognized_keys"
    ? issue.keys.map((parameter) => ({
        parameter,
        detail: `There is no such parameter. The parameters are ${names.join(", ")}`,
      }))
    : [{ parameter: String(issue.path[0]), detail: issue.message }];

/** The query with one parameter set. It is sorted and encoded as SigV4 signs it, because older versions of curl sign the query unchanged. */
export const queryWith = (parameters: URLSearchParams, name: string, value: string): string => {
  const next = new URLSearchParams(parameters);
  next.set(name, value);
  next.sort();
  return [...next].map((pair) => pair.map(encoded).join("=")).join("&");
};

const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
