import * as z from "zod";
import type { Entry as Kept } from "../../log/entry.ts";

const Shape = z.looseObject({
  specversion: z.literal("1.0"),
  id: z.string(),
  time: z.iso.datetime({ precision: 3 }),
  recordedtime: z.iso.datetime({ precision: 3 }),
  stream: z.string(),
  type: z.string(),
  source: z.string(),
  subject: z.string().optional(),
});

/** An entry is checked and not changed, so that it is printed as it came. */
export const Entry = z.custom<Kept>((value) => Shape.safeParse(value).success, "Expected an entry of the log");

/** A page of a list. */
export type Page = z.infer<typeof Page>;
export const Page = z.object({
  entries: z.array(Entry),
  next: z.string().optional(),
  prev: z.string().optional(),
  reached: z.string().optional(),
});

/** A page of a follower. */
export const Settled = Page.extend({ next: z.string(), reached: z.string() });

const step = z.union([z.string(), z.number()]);

/** What a rejection says. If it was too large, parts of it can be missing. */
export const Rejection = z.object({
  reason: z.string(),
  trigger: z.string(),
  version: z.string().optional(),
  issues: z.array(z.object({ path: z.array(step), code: z.string(), message: z.string() })).default([]),
});

const count = z.number();

/** An answer of the counts. The names of a row depend on the route. */
export type Counts = z.infer<typeof Counts>;
export const Counts = z.object({
  by: z.string(),
  covered: z.object({ from: z.string(), to: z.string() }),
  buckets: z.array(
    z.object({
      time: z.string(),
      count,
      counts: z.array(z.record(z.string(), z.union([z.string(), z.number()])).and(z.object({ count }))),
    }),
  ),
  firings: z
    .object({
      schedule: z.string(),
      expression: z.string(),
      from: z.string(),
      to: z.string(),
      expected: count,
      found: count,
      missed: z.array(z.string()),
      detail: z.string().optional(),
    })
    .optional(),
  next: z.string().optional(),
});

/** The OpenAPI document of the log. */
export const Document = z.object({ info: z.object({ version: z.string() }) });

/** The answer to one event. */
export const Sent = z.object({ status: z.number(), id: z.string(), location: z.string() });

/** An error of the API (RFC 9457). API Gateway's own errors have only a message. */
export const Problem = z.object({
  detail: z.string().optional(),
  message: z.string().optional(),
  instance: z.string().optional(),
  errors: z
    .array(
      z.object({
        pointer: z.string().optional(),
        header: z.string().optional(),
        parameter: z.string().optional(),
        detail: z.string(),
      }),
    )
    .default([]),
});
