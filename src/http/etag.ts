import { sha256Of } from "../log/clip.ts";
import type { HttpAnswer } from "./answer.ts";

/** An answer that may change: a client that keeps it asks again with its ETag. */
export const revalidated = (answer: HttpAnswer, ifNoneMatch: string | undefined): HttpAnswer =>
  unlessKnown(
    { ...answer, headers: { ...answer.headers, "cache-control": "private, no-cache" } },
    `W/"${sha256Of(answer.body ?? "").slice(0, 32)}"`,
    ifNoneMatch,
  );

/** 304 where the client holds what it would get (RFC 9110, section 13.1.2: a weak comparison), else the answer with its ETag. */
export const unlessKnown = (answer: HttpAnswer, etag: string, ifNoneMatch: string | undefined): HttpAnswer => {
  const headers: Readonly<Record<string, string>> = { ...answer.headers, etag };
  const known = ifNoneMatch?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  if (!known.includes("*") && !known.includes(etag.replace(/^W\//, ""))) return { ...answer, headers };
  const { "content-type": _, ...kept } = headers;
  return { statusCode: 304, headers: kept };
};
