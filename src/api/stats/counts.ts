import * as z from "zod";
import { LENGTHS } from "./bucket.ts";

const time = () => z.iso.datetime({ precision: 3 });
const count = () => z.int();
const from = () => time().describe("Inclusive");
const to = () => time().describe("Exclusive");

/** The answer of the counts. `row` is the schema of one count. */
export const Counts = <Row extends z.ZodType>(row: Row) =>
  z.object({
    by: z.enum(LENGTHS),
    covered: z
      .object({ from: from(), to: to() })
      .describe("The part of the time range that was counted. It is not the whole range if `next` is set"),
    buckets: z.array(
      z.object({
        time: time().describe("The beginning of the bucket"),
        complete: z
          .boolean()
          .describe("Whether this answer counts the whole bucket, which is over, and all of its firings"),
        count: count(),
        counts: z.array(row).readonly(),
        firings: z.object({ expected: count(), found: count() }).exactOptional(),
      }),
    ),
    firings: z
      .object({
        schedule: z.string().describe("The name of the schedule"),
        expression: z.string(),
        from: from(),
        to: to(),
        expected: count(),
        found: count(),
        missed: z.array(time()).readonly(),
        detail: z
          .string()
          .exactOptional()
          .describe("Why nothing is expected, or nothing before the first firing that was found"),
      })
      .exactOptional()
      .describe("The firings of the stack's schedule. Not set if a filter excludes some of them"),
    next: z
      .string()
      .exactOptional()
      .describe("The path and query that count the rest. Not set if everything was counted"),
  });

export type Counts = z.infer<ReturnType<typeof Counts<z.ZodType<Readonly<Record<string, string | number>>>>>>;

/** A count of entries by stream and type. */
export const TypeRow = () => z.object({ stream: z.string(), type: z.string(), count: count() });

/** A count of rejections by trigger, reason and path of the fault. A rejection with two faults counts in two rows. */
export const FaultRow = () => z.object({ trigger: z.string(), reason: z.string(), path: z.string(), count: count() });

/** The names of the fields of a row, without `count`. */
export const namesOf = ({ shape }: z.ZodObject): readonly string[] =>
  Object.keys(shape).filter((name) => name !== "count");
