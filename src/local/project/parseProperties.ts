import * as z from "zod";
import { UserError } from "../userError.ts";

/**
 * Checks the resolved properties of a part of the template. `where` is its path, as in `UploadFunction.Events.Put`. Throws a `UserError`
 * that says what is wrong there.
 */
export const parseProperties = <T>(schema: z.ZodType<T>, properties: unknown, where: string): T => {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return parsed.data;
  throw new UserError(
    `${where} in the template is wrong: ${z.prettifyError(parsed.error)}\nIf the value is that of a parameter without a default, give it with --parameter`,
  );
};
