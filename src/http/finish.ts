import type { HttpAnswer } from "./answer.ts";
import { tagged, unlessKnown } from "./etag.ts";
import { gzip } from "./gzip.ts";

/** The part of a request that decides how its answer is sent. */
interface Asked {
  readonly method: string;
  /** The names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Prepares an answer for sending. It adds an ETag, or answers 304 if the client has the answer already. It compresses the body if
 * the client accepts gzip, and removes the body for HEAD. No client may keep an error, because the next answer can be another one.
 */
export const finish = (answer: HttpAnswer, { method, headers }: Asked): HttpAnswer => {
  const sent =
    answer.statusCode === 200
      ? gzip(
          unlessKnown(tagged(withHeader(answer, "vary", VARY)), headers["if-none-match"]),
          headers["accept-encoding"],
        )
      : withHeader(answer, "cache-control", "no-store");
  return method === "HEAD" ? withoutBody(sent) : sent;
};

const VARY = "accept, accept-encoding";

const withHeader = (answer: HttpAnswer, name: string, value: string): HttpAnswer => ({
  ...answer,
  headers: { ...answer.headers, [name]: value },
});

const withoutBody = ({ statusCode, headers }: HttpAnswer): HttpAnswer => ({ statusCode, ...(headers && { headers }) });
