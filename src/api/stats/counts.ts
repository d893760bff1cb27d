import * as z from "zod";
import { LENGTHS } from "./bucket.ts";

const time = z.iso.datetime({ precision: 3 });
const count = z.int();
const from = time.describe("Inclusive");
const to = time.describe("Exclusive");

/** The answer of counts, with rows of that kind. */
export const Counts = <Row extends z.ZodType>(row: Row) =>
  z.object({
    by: z.enum(LENGTHS),
    covered: z.object({ from, to }).describe("What of the range was counted: where `next` is, not all of it"),
    buckets: z.array(
      z.object({
        time: time.describe("Its beginning"),
        complete: z.boolean().describe("Whether all of it was counted here"),
        count,
        counts: z.array(row).readonly(),
        firings: z.object({ expected: count, found: count }).exactOptional(),
      }),
    ),
    firings: z
      .object({
        schedule: z.string().describe("Its name"),
        expression: z.string(),
        from,
        to,
        expected: count,
        found: count,
        missed: z.array(time).readonly(),
        detail: z.string().exactOptional().describe("Why nothing is expected"),
      })
      .exactOptional()
      .describe("Of the schedule, where all of its firings were asked for"),
    next: z
      .string()
      .exactOptional()
      .describe("The path and query that count the rest; where it is missing, there is none"),
  });

export type Counts = z.infer<ReturnType<typeof Counts<z.ZodType<Readonly<Record<string, string | number>>>>>>;

/** Entries by what they are. */
export const TypeRow = z.object({ stream: z.string(), type: z.string(), count });

/** Rejections by what was wrong, and where: one that is wrong in two places counts in two rows. */
export const FaultRow = z.object({ trigger: z.string(), reason: z.string(), path: z.string(), count });

/** The names of the texts that such a row has beside its count. */
export const namesOf = ({ shape }: z.ZodObject): readonly string[] =>
  Object.keys(shape).filter((name) => name !== "count");
