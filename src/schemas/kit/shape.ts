import * as z from "zod";
import { firstParses } from "../../log/firstParses.ts";
import { lazy } from "../../log/lazy.ts";
import type { Fields } from "./unread.ts";

/**
 * A schema that `pick` chooses for each input. Its issues name the path of the fault. A `z.union` would only say "Invalid input".
 */
export const shape = <T>(pick: (input: unknown) => z.ZodType<T>) =>
  z.transform((input, context): T => parsedIn(context, pick(input), input));

/**
 * A schema whose output is made of what `schemaOf` reads and of the input as it was sent. The inner schema is made for the first
 * input, and not again: a function handles many inputs, and often only of one kind.
 */
export const withSent = <Read, T>(schemaOf: () => z.ZodType<Read>, make: (read: Read, sent: unknown) => T) => {
  const schema = lazy(schemaOf);
  return z.transform((sent, context): T => {
    const parsed = schema().safeParse(sent, firstParses());
    return parsed.success ? make(parsed.data, sent) : failed(context, parsed.error);
  });
};

/** Any object, as it was sent. The output of `z.looseObject` has no key `__proto__`. */
export const anyObject = withSent(
  () => z.looseObject({}),
  (_, sent): Fields => Object(sent),
);

/** Parses the input with a schema inside a transformation. The issues of the schema become issues of the transformation. */
export const parsedIn = <T>(context: z.RefinementCtx, schema: z.ZodType<T>, input: unknown): T => {
  const parsed = schema.safeParse(input, firstParses());
  return parsed.success ? parsed.data : failed(context, parsed.error);
};

const failed = (context: z.RefinementCtx, { issues }: z.ZodError): never => {
  for (const issue of issues) context.issues.push({ ...issue, input: undefined }); // there may be too many for a spread
  return z.NEVER;
};

/** Converts a JSON.rawJSON object to an ordinary number. Returns any other input unchanged. */
export const asNumber = (input: unknown): unknown => (JSON.isRawJSON(input) ? Number(input.rawJSON) : input);
