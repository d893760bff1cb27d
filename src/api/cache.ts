import type { HttpAnswer } from "./problem.ts";

/** 304 where the client holds what it would get (RFC 9110, section 13.1.2: a weak comparison), else the answer with its ETag. */
export const unlessKnown = (answer: HttpAnswer, etag: string, ifNoneMatch: string | undefined): HttpAnswer => {
  const headers: Readonly<Record<string, string>> = { ...answer.headers, etag };
  const known = ifNoneMatch?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  if (!known.includes("*") && !known.includes(etag.replace(/^W\//, ""))) return { ...answer, headers };
  const { "content-type": _, ...kept } = headers;
  return { statusCode: 304, headers: kept };
};
