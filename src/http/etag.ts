import { sha256Of } from "../log/clip.ts";
import type { HttpAnswer } from "./answer.ts";

/**
 * The answer with an ETag of its media type, its links and its body: no two representations share one. It is weak, because the
 * same tag stands for the body as it is and as gzip (RFC 9110, section 8.8.1).
 */
export const tagged = (answer: HttpAnswer): HttpAnswer => {
  const { headers = {}, body = "" } = answer;
  const digest = sha256Of(JSON.stringify([headers["content-type"], headers["link"], body]));
  return { ...answer, headers: { ...headers, etag: `W/"${digest.slice(0, 32)}"` } };
};

/** 304 if the client has this answer already (RFC 9110, section 13.1.2: a weak comparison), else the answer. */
export const unlessKnown = (answer: HttpAnswer, ifNoneMatch = ""): HttpAnswer => {
  const { "content-type": _, ...headers } = answer.headers ?? {};
  const known = ifNoneMatch.match(/"[^"]*"/g) ?? [];
  const isKnown = ifNoneMatch.trim() === "*" || known.some((tag) => headers["etag"]?.endsWith(tag));
  return isKnown ? { statusCode: 304, headers } : answer;
};
