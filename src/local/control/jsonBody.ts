import * as z from "zod";
import { UserError } from "../userError.ts";
import type { ControlRequest } from "./endpoint.ts";

/** Parses the body of a request as JSON, and checks it. Throws a `UserError` that says what is wrong. */
export const jsonBody = <T>({ body }: Pick<ControlRequest, "body">, schema: z.ZodType<T>): T => {
  const parsed = schema.safeParse(parse(body));
  if (!parsed.success) throw new UserError(`The body is wrong: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
};

const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    throw new UserError("The body is not JSON", error);
  }
};
