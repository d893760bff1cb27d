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
