import * as z from "zod";
import { withOrdinaryNumbers } from "../../log/exactNumbers.ts";
import { contentOf } from "./content.ts";

/** A content that its schema accepts. */
export interface Content<Given> {
  /** As it was sent. A number that a double cannot hold is a `JSON.rawJSON` object. */
  readonly sent: unknown;
  /** The output of the schema. The work function gets it. */
  readonly given: Given;
}

/** A text that must have a content that the schema accepts: see {@link contentOf}. The schema gets ordinary numbers. */
export const contentIn = <Given>(schema: z.ZodType<Given> | undefined) =>
  z
    .string()
    .transform(contentOf)
    .transform((sent, context): Content<Given> => {
      const parsed = orAnything(schema).safeParse(withOrdinaryNumbers(sent).data);
      if (parsed.success) return { sent, given: parsed.data };
      context.issues.push(...parsed.error.issues.map((issue) => ({ ...issue, input: undefined })));
      return z.NEVER;
    });

/** The schema that a project gives for its own data. Without one, any data is accepted. */
export function orAnything<Given>(schema: z.ZodType<Given> | undefined): z.ZodType<Given>;
export function orAnything(schema: z.ZodType = z.unknown()): z.ZodType {
  return schema;
}
