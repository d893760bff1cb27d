import { isCredential, simplified } from "./credentialNames.ts";

/** Replaces a credential, so that readers see that something was removed. */
export const REMOVED = "[removed]";

/** Removes the credentials from a text that is not JSON. */
export const redactedWords = (text: string): string => {
  const pair = (all: string, name: string, separator: string) =>
    isCredential(name) || IN_PAIR.test(simplified(name)) ? `${name}${separator}${REMOVED}` : all;
  const line = (all: string, name: string, separator: string) =>
    IN_LINE.test(name) ? `${name}${separator}${REMOVED}` : all;
  const quoted = (all: string, quote: string, name: string, separator: string, open: string) =>
    isCredential(name) ? `${quote}${name}${quote}${separator}${open}${REMOVED}${open}` : all;
  const escaped = (all: string, slashes: string, quote: string, name: string, separator: string) =>
    isCredential(name) ? `${slashes}${quote}${name}${slashes}${quote}${separator}${slashes}${quote}${REMOVED}` : all;
  let result = text.replace(BEARER, `$1${REMOVED}`);
  if (text.includes("=")) result = result.replace(PAIR, pair);
  if (text.includes("%3")) result = result.replace(ENCODED_PAIR, pair);
  if (!text.includes(":")) return result;
  if (text.includes("\\")) result = result.replace(ESCAPED, escaped);
  return result.replace(QUOTED, quoted).replace(HEADER_LINE, line).replace(USER_INFO, `$1${REMOVED}@`);
};

const PAIR = /(?<=^|[?&;,\s"'(])((?:[\w.[\]-]|%5[BD]){2,60})(=)[^&#;,\s"'<>\\]+/gi;
/** The same in a URL that is a parameter of another URL, or in a `ce-` header: `?`, `&` and `=` are percent-encoded there. */
const ENCODED_PAIR = /(?<=^|%3F|%26|%20)([\w.-]{2,60})(%3D)(?:(?!%26)[^&#;,\s"'<>\\])+/gi;
const QUOTED = /(["'])([\w.-]{2,60})\1(\s*:\s*)(["'])(?:(?!\4)[^\\\r\n]|\\.)+\4/g;
/** The same in JSON that is a text in JSON: `\"name\": \"value\"`. A quote with more backslashes belongs to the value. */
const ESCAPED =
  /(?<!\\)(\\{1,31})(["'])([\w.-]{2,60})\1\2(\s*:\s*)\1\2(?:[^\\"'\r\n]|(?!\2)["']|\\+(?!["'\\])|\1\\+["'])+/g;
const HEADER_LINE = /(?<=^|[\s"'])([\w-]{2,60})([ \t]*:[ \t]*)[^\s"'][^\r\n"']*/g;
const BEARER = /\b(Bearer(?: |%20))[\w.~+/-]{8,}=*/g;
const USER_INFO = /(\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s/?#@:"'<>]*:)[^\s/?#@"'<>]+@/gi;

/** Names of credentials in a URL or an `Authorization` header. In other places they may name something else. */
const IN_PAIR = /^(sig|policy|keypairid)$|signature$/;
const IN_LINE = /^(proxy-)?authorization$|^(set-)?cookie$|^x-(api-key|amz-security-token)$/i;
