import type { HttpAnswer } from "./answer.ts";
import { gzip } from "./gzip.ts";

/** What of a request decides how its answer is sent. */
interface Asked {
  readonly method: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The answer as it is sent: as gzip where the client accepts that, and without its body to HEAD. */
export const finish = (answer: HttpAnswer, { method, headers }: Asked): HttpAnswer => {
  const sent = gzip(answer, headers["accept-encoding"]);
  return method === "HEAD" ? withoutBody(sent) : sent;
};

const withoutBody = ({ statusCode, headers }: HttpAnswer): HttpAnswer => ({ statusCode, ...(headers && { headers }) });
