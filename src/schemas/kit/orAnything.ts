import * as z from "zod";

/** The schema that a project gives for its own data. Without one, any data is accepted. */
export function orAnything<Given>(schema: z.ZodType<Given> | undefined): z.ZodType<Given>;
export function orAnything(schema: z.ZodType = z.unknown()): z.ZodType {
  return schema;
}
