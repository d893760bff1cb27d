import * as z from "zod";

/** A boolean of the template. The value of a parameter is a text. */
export const Flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);
