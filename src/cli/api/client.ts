import type * as z from "zod";
import { parseExact } from "../../log/exactNumbers.ts";
import { printable } from "../../log/printable.ts";
import type { Context } from "../context.ts";
import { isFailure } from "../failure.ts";
import { Counts, Document, Entry, Page, Settled } from "./answers.ts";
import { type Patience, waitMs } from "./backoff.ts";
import { aheadIn } from "./clock.ts";
import { type Asked, notALog, refused, unreachable } from "./problems.ts";
import type { Sign } from "./sign.ts";
import { pathOf } from "./target.ts";

/** A request with a body. It may be sent twice: it must be one that does nothing the second time. */
export interface Post {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Where the API is, and how requests are signed. Without `sign`, they are not. */
export interface Endpoint {
  /** Without a slash at the end. */
  readonly url: string;
  readonly isLocal: boolean;
  readonly sign?: Sign;
  /** The Region for which requests are signed. */
  readonly region?: string;
}

export type Api = ReturnType<typeof newApi>;

/**
 * The HTTP API of a log. Paths may have a query, as `next` of an answer has. A request that fails for a passing reason is sent
 * again, and `err` says so. In the end, every function throws a Failure that says what happened.
 */
export const newApi = (context: Context, { url, isLocal, sign }: Endpoint, patience: Patience) => {
  let ahead = 0;

  const attempt = async (method: string, path: string, headers: Post["headers"], body?: string) => {
    const request = { method, url: new URL(`${url}${path}`), headers, ...(body !== undefined && { body }) };
    const response = await context.fetch(request.url, {
      method,
      headers: sign ? await sign(request) : headers,
      redirect: "manual", // a signature is for nobody else
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      ...(body !== undefined && { body }),
    });
    ahead = aheadIn(response.headers, context.now()) ?? ahead;
    return { status: response.status, retryAfter: response.headers.get("retry-after"), body: await response.text() };
  };

  const answer = async (method: string, path: string, headers: Post["headers"], body?: string) => {
    const asked: Asked = { method, url, path, isLocal };
    for (let failed = 1; ; failed++) {
      const outcome = await attempt(method, path, headers, body).catch((thrown: unknown) => ({ thrown }));
      if (context.signal.aborted) throw context.signal.reason;
      if ("thrown" in outcome && isFailure(outcome.thrown)) throw outcome.thrown;
      if (!("thrown" in outcome) && !isPassing(outcome.status)) return outcome;
      const attempts = "thrown" in outcome && isLocal ? patience.localAttempts : patience.attempts;
      const error =
        "thrown" in outcome ? unreachable(asked, outcome.thrown) : refused(asked, outcome.status, outcome.body);
      if (failed >= attempts) throw error;
      const askedMs = "thrown" in outcome ? 0 : Number(outcome.retryAfter ?? 0) * 1000 || 0;
      const ms = waitMs(failed, patience, context.random(), askedMs);
      await context.err.write(`${printable(error.message)}. Trying again in ${(ms / 1000).toFixed(1)} s\n`);
      await context.pause(ms);
    }
  };

  const read = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const { status, body } = await answer("GET", path, { accept: "application/json" });
    const asked: Asked = { method: "GET", url, path, isLocal, ahead };
    if (status !== 200) throw refused(asked, status, body);
    const parsed = schema.safeParse(exactOrNothing(body));
    if (!parsed.success) throw notALog(asked);
    return parsed.data;
  };

  return {
    url,
    isLocal,
    /** By how many ms the clock of the API is ahead of this one, as its last answer said, to the second. */
    ahead: () => ahead,
    list: (path: string) => read(path, Page),
    follow: (path: string) => read(path, Settled),
    entry: (id: string) => read(pathOf(id), Entry),
    counts: (path: string) => read(path, Counts),
    /** The version that the log runs. */
    version: async () => (await read("/openapi.json", Document)).info.version,
    /** The answer to a POST, whatever its status is. */
    post: ({ path, headers, body }: Post) => answer("POST", path, headers, body),
  };
};

const TIMEOUT_MS = 40_000; // API Gateway answers within 30 s

/** Whether the same request may succeed later. */
const isPassing = (status: number): boolean => status === 429 || status >= 500;

const exactOrNothing = (body: string): unknown => {
  try {
    return parseExact(body);
  } catch {
    return undefined;
  }
};
