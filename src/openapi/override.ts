import * as z from "zod";
import type { ZodOpenApiOverrideContext } from "zod-openapi";

/**
 * What Zod's own JSON Schema says in another way. Of what is sent a pipe is what it ends in; a time is its `format`, without
 * the long pattern; what is an integer, or read only, is so for programs in TypeScript.
 */
export const override = ({ zodSchema, jsonSchema, io }: ZodOpenApiOverrideContext): void => {
  const end = endOf(zodSchema);
  if (io === "input" && end !== zodSchema) {
    const { $schema, ...schema } = z.toJSONSchema(end, { io, override: (inner) => override({ ...inner, io }) });
    for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
    Object.assign(jsonSchema, schema, z.globalRegistry.get(zodSchema));
  }
  if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
  if (jsonSchema.format === "base64") delete jsonSchema.format; // no format of OpenAPI; `contentEncoding` says it
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  delete jsonSchema.readOnly;
};

/** Of a pipe what it ends in, before it is transformed: of `text(9)` a string of 1 to 9 characters. */
export const endOf = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodPipe && !(schema.out instanceof z.ZodTransform) ? endOf(schema.out) : schema;
