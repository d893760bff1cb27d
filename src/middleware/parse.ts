import type * as z from "zod";
import type { Issue } from "../log/rejection.ts";

type Parsed<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly issues: readonly Issue[] };

/**
 * Parses the input. A schema that throws does not accept the input: it becomes a rejection. If the error were thrown on,
 * Lambda would deliver the event again and again, although no try could ever read it.
 */
export const parse = <T>(schema: z.ZodType<T>, input: unknown): Parsed<T> => {
  try {
    const parsed = schema.safeParse(input);
    return parsed.success ? parsed : { success: false, issues: parsed.error.issues };
  } catch (error) {
    const message = `The schema cannot read it: ${error}`;
    return { success: false, issues: [{ path: [], code: "custom", message }] };
  }
};
