/** Encodes a key for a list with `encoding-type=url` as S3 does: `/` stays as it is, and a space is `+`. */
export const urlEncoded = (text: string): string =>
  encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%20", "+");
