/** The key that {@link encodedKey} encoded. */
export const decodedKey = (encoded: string): string => decodeURIComponent(encoded.replaceAll("+", " "));
