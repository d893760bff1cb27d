import * as z from "zod";

/**
 * One of several shapes, told apart by a look at the input. An issue then has the path in the shape that was meant,
 * where `z.union` would only say "Invalid input".
 */
export const shape = <T>(pick: (input: unknown) => z.ZodType<T>) =>
  z.unknown().transform((input, context): T => {
    const parsed = pick(input).safeParse(input);
    if (parsed.success) return parsed.data;
    context.issues.push(...parsed.error.issues.map((issue) => ({ ...issue, input: undefined })));
    return z.NEVER;
  });

/** Whether the input is an object with that field. */
export const has = <Name extends string>(input: unknown, name: Name): input is Record<Name, unknown> =>
  typeof input === "object" && input !== null && Object.hasOwn(input, name);

/** What is sent as a number is a number to a schema, where it came as a JSON.rawJSON object too. */
export const asNumber = (input: unknown): unknown => (JSON.isRawJSON(input) ? Number(input.rawJSON) : input);
