import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { httpError } from "../../http/httpError.ts";
import type { Ask } from "./ask.ts";

const LONGEST_MS = 60_000; // API Gateway answers within 30 s
const LARGEST_BYTES = 64 * 1024 * 1024; // Lambda answers with 6 MB at most, and they can be compressed

/**
 * Asks the API, and sends its answer while it comes. An answer that takes longer than a minute, or has more than 64 MB, is cut: the
 * connection is closed, so the browser sees a failure. No cookie passes in either direction, and the browser keeps no answer.
 */
export const forward = async (
  ask: Ask,
  { method, path, query }: { readonly method: "GET" | "HEAD"; readonly path: string; readonly query: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(LONGEST_MS)]);
  const headers = only(TO_LOG, (name) => request.headers[name]?.toString());
  const answer = await ask({ method, path, query, headers, signal });
  if (answer.status >= 300 && answer.status < 400 && answer.status !== 304)
    throw httpError(502, "The API answered with a redirect, which no log does: is this the URL of a log?");
  response.writeHead(answer.status, {
    ...only(TO_PAGE, (name) => answer.headers.get(name) ?? undefined),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  if (answer.body === null) return void response.end();
  await pipeline(Readable.fromWeb(answer.body), atMost(LARGEST_BYTES), response, { signal });
};

const TO_LOG = ["accept", "if-none-match"];
const TO_PAGE = ["content-type", "etag", "link", "retry-after", "allow"];

const only = (names: readonly string[], textOf: (name: string) => string | undefined): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = textOf(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );

const atMost = (most: number) =>
  async function* (chunks: AsyncIterable<Uint8Array>) {
    let length = 0;
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length > most) throw new Error(`The answer has more than ${most} bytes`);
      yield chunk;
    }
  };
