import { sha256Of } from "../log/clip.ts";
import type { HttpAnswer } from "./answer.ts";

/**
 * Adds an ETag to an answer. It is a hash of media type, links and body, so each representation has its own. It is weak, because
 * the compressed body has the same ETag (RFC 9110, section 8.8.1).
 */
export const tagged = (answer: HttpAnswer): HttpAnswer => {
  const { headers = {}, body = "" } = answer;
  const digest = sha256Of(JSON.stringify([headers["content-type"], headers["link"]]) + body);
  return { ...answer, headers: { ...headers, etag: `W/"${digest.slice(0, 32)}"` } };
};

/** The answer, or a 304 if the client has it already. ETags are compared weakly (RFC 9110, section 13.1.2). */
export const unlessKnown = (answer: HttpAnswer, ifNoneMatch = ""): HttpAnswer => {
  const { "content-type": _, ...headers } = answer.headers ?? {};
  const known = ifNoneMatch.match(/"[^"]*"/g) ?? [];
  const isKnown = ifNoneMatch.trim() === "*" || known.some((tag) => headers["etag"]?.endsWith(tag));
  return isKnown ? { statusCode: 304, headers } : answer;
};
