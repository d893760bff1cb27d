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

/**
 * Decodes UTF-8. Gives `undefined` if the bytes are not valid UTF-8, so that no byte is replaced by U+FFFD. With "ignore", it
 * removes a byte order mark.
 */
export const utf8 = (bytes: Buffer, mark: "keep" | "ignore"): string | undefined => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: mark === "keep" }).decode(bytes);
  } catch {
    return undefined;
  }
};
