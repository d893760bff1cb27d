import * as z from "zod";
import { endOf } from "./override.ts";

/** The parameters of a query, made from the schema that reads them. */
export const queryOf = ({ shape }: z.ZodObject) =>
  z.object(
    Object.fromEntries(
      Object.entries<z.core.$ZodType>(shape).map(([name, field]) => [
        name,
        described(valueSchemaOf(field), descriptionOf(field)),
      ]),
    ),
  );

/** The description of a parameter. It may be that of a schema which was made optional after that. */
const descriptionOf = (field: z.core.$ZodType): string =>
  z.globalRegistry.get(field)?.description ??
  (field instanceof z.ZodOptional || field instanceof z.ZodDefault ? descriptionOf(field.unwrap()) : "");

/** The schema of one value of a parameter. `field` is the schema of the list of its values: see `single` in api/parameters.ts. */
const valueSchemaOf = (field: z.core.$ZodType): z.ZodType => {
  if (field instanceof z.ZodDefault) return z._default(valueSchemaOf(field.unwrap()), field.def.defaultValue);
  if (field instanceof z.ZodOptional) return z.optional(valueSchemaOf(field.unwrap()));
  const value = endOf(field);
  if (value instanceof z.ZodType) return value;
  throw new Error(
    "A parameter has a kind of schema that src/openapi/parameters.ts does not know. Add it to valueSchemaOf",
  );
};

/** A parameter with its description. */
export const described = (schema: z.ZodType, description: string): z.ZodType => schema.meta({ param: { description } });

/** The path of one entry. `example` is its log id. */
export const pathOf = (example: string) =>
  z.object({
    id: described(
      z
        .string()
        .min(1)
        .meta({ examples: [example] }),
      "The log id of an entry",
    ),
  });

/** The header by which a client says which answer it already has. */
export const conditional = z.object({
  "if-none-match": described(
    z.string().optional(),
    "The ETag of an answer that the client has. If the answer is still the same, it gets a 304",
  ),
});
