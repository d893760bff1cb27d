import * as z from "zod";
import { lazy } from "../log/lazy.ts";
import { headers } from "./headers.ts";

/** The fields of a request in payload format 2.0 that hold its body. */
export const bodyFields = lazy(() => ({
  headers: headers(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
}));

/** The bytes of a body in payload format 2.0, as the caller sent them. */
export const bytesOf = (body: string | null | undefined, isBase64Encoded: boolean): Buffer =>
  Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
