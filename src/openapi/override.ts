import * as z from "zod";
import type { ZodOpenApiOverrideContext } from "zod-openapi";

/**
 * Changes the JSON Schema that Zod makes. A pipe in a request becomes the schema at its end. A time keeps its `format` and
 * loses the long pattern. Limits of JavaScript's integers, and `readOnly`, say nothing to clients and are removed.
 */
export const override = ({ zodSchema, jsonSchema, io }: ZodOpenApiOverrideContext): void => {
  const end = endOf(zodSchema);
  if (io === "input" && end !== zodSchema) {
    const { $schema, ...schema } = z.toJSONSchema(end, { io, override: (inner) => override({ ...inner, io }) });
    for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
    Object.assign(jsonSchema, schema, z.globalRegistry.get(zodSchema));
  }
  if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
  if (jsonSchema.format === "base64") delete jsonSchema.format; // OpenAPI has no such format. `contentEncoding` says the same
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  delete jsonSchema.readOnly;
};

/** The schema at the end of a pipe, before a transform. For `text(9)` it is a string of 1 to 9 characters. */
export const endOf = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodPipe && !(schema.out instanceof z.ZodTransform) ? endOf(schema.out) : schema;
