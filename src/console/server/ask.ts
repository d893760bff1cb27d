/** A request to the API of the log. */
interface Asked {
  readonly method: "GET" | "HEAD";
  /** One of the routes of the log, without anything that must be encoded. */
  readonly path: string;
  /** As it was sent, without the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * Asks the API as the user. Every answer that is no success is a problem (RFC 9457). Rejects with an HttpError whose message tells the
 * user what to do.
 */
export type Ask = (asked: Asked) => Promise<Response>;
