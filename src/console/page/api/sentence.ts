/** A request that failed. The message is a sentence for people. */
export interface Failed extends Error {
  /** The status of the answer. `undefined` if there was none. */
  readonly status?: number;
}

/** What an answer that is no success says, in one sentence. */
export const sentenceOf = (status: number, body: unknown): Failed =>
  failed(textIn(body) ?? `The log answered with status ${status} and no reason.`, status);

/** Nobody answered. */
export const unreachable = (): Failed =>
  failed("The server of this page does not answer. Is it still running? The page tries again by itself.");

const failed = (message: string, status?: number): Failed =>
  Object.assign(new Error(message), status === undefined ? {} : { status });

/** The API says it in `detail` (RFC 9457), API Gateway in `message`. */
const textIn = (body: unknown): string | undefined => {
  if (typeof body !== "object" || body === null) return undefined;
  const { detail, message } = body as { detail?: unknown; message?: unknown };
  const text = detail ?? message;
  return typeof text === "string" ? text : undefined;
};
