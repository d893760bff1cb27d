import * as z from "zod";
import { endOf } from "./override.ts";

/** The parameters of a query, from the schema that reads them. */
export const queryOf = ({ shape }: z.ZodObject) =>
  z.object(
    Object.fromEntries(
      Object.entries<z.core.$ZodType>(shape).map(([name, field]) => [
        name,
        described(valueSchemaOf(field), z.globalRegistry.get(field)?.description ?? ""),
      ]),
    ),
  );

/** The schema of a parameter's value, where `field` is that of the list of its values: see `single` in api/parameters.ts. */
const valueSchemaOf = (field: z.core.$ZodType): z.ZodType => {
  if (field instanceof z.ZodDefault) return z._default(valueSchemaOf(field.unwrap()), field.def.defaultValue);
  if (field instanceof z.ZodOptional) return z.optional(valueSchemaOf(field.unwrap()));
  const value = endOf(field);
  if (value instanceof z.ZodType) return value;
  throw new Error("A parameter is of a kind of schema that is not known here");
};

/** A parameter, with what it is for. */
export const described = (schema: z.ZodType, description: string): z.ZodType => schema.meta({ param: { description } });

/** The path of one entry, `example` its log id. */
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

/** What a client holds already. */
export const conditional = z.object({
  "if-none-match": described(
    z.string().optional(),
    "The ETag of an answer that the client has: 304 where it would get the same",
  ),
});
