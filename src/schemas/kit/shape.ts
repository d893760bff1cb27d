import * as z from "zod";

/**
 * A schema that `pick` chooses for each input. Its issues name the path of the fault. A `z.union` would only say "Invalid input".
 */
export const shape = <T>(pick: (input: unknown) => z.ZodType<T>) =>
  z.unknown().transform((input, context): T => parsedIn(context, pick(input), input));

/** Parses the input with a schema inside a transformation. The issues of the schema become issues of the transformation. */
export const parsedIn = <T>(context: z.RefinementCtx, schema: z.ZodType<T>, input: unknown): T => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  context.issues.push(...parsed.error.issues.map((issue) => ({ ...issue, input: undefined })));
  return z.NEVER;
};

/** Whether the input is an object with that field. */
export const has = <Name extends string>(input: unknown, name: Name): input is Record<Name, unknown> =>
  typeof input === "object" && input !== null && Object.hasOwn(input, name);

/** Converts a JSON.rawJSON object to an ordinary number. Returns any other input unchanged. */
export const asNumber = (input: unknown): unknown => (JSON.isRawJSON(input) ? Number(input.rawJSON) : input);
