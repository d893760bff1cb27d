import type * as z from "zod";
import { firstParses } from "../log/firstParses.ts";
import type { Issue } from "../log/rejection.ts";

type Parsed<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly issues: readonly Issue[] };

/**
 * Parses the input. If the schema throws, the input is rejected. Otherwise the function would fail, and Lambda would deliver the event
 * again, although each try would fail in the same way.
 */
export const parse = <T>(schema: z.ZodType<T>, input: unknown): Parsed<T> => {
  try {
    const parsed = schema.safeParse(input, firstParses());
    return parsed.success ? parsed : { success: false, issues: parsed.error.issues };
  } catch (error) {
    const message =
      error instanceof RangeError
        ? "The record has too many faults for its schema, or it is nested too deeply"
        : `The schema failed on this input: ${error}`;
    return { success: false, issues: [{ path: [], code: "custom", message }] };
  }
};
