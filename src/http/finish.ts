import type { HttpAnswer } from "./answer.ts";
import { tagged, unlessKnown } from "./etag.ts";
import { gzip } from "./gzip.ts";

/** What of a request decides how its answer is sent. */
interface Asked {
  readonly method: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The answer as it is sent: with an ETag, or as 304 where the client has it already; as gzip where the client accepts that; to
 * HEAD without its body. Nobody may keep the answer to an error: it can be another one a moment later.
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
