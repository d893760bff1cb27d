import * as z from "zod";

/** A schema for an object with any fields. `z.record` would drop a field with the name `__proto__`. */
export const fields = z.custom<object>((value) => typeof value === "object" && value !== null && !Array.isArray(value));
