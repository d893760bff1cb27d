/** The bytes of a body in payload format 2.0, as its caller sent them. */
export const bytesOf = (body: string | null | undefined, isBase64Encoded: boolean): Buffer =>
  Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");

/**
 * Text in UTF-8; `undefined` where the bytes are no UTF-8, so that no byte is replaced by U+FFFD. A byte order mark is kept,
 * or taken away where it is to be ignored.
 */
export const utf8 = (bytes: Buffer, mark: "keep" | "ignore"): string | undefined => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: mark === "keep" }).decode(bytes);
  } catch {
    return undefined;
  }
};
