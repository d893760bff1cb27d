/** A request that failed. The message is a sentence for people. */
export interface Failed extends Error {
  /** The status of the answer. `undefined` if there was none. */
  readonly status?: number | undefined;
}

/** What an answer that is no success says, in one sentence. The API says it in `detail` (RFC 9457), API Gateway in `message`. */
export const answered = (status: number, path: string, body: unknown): Failed => {
  const text = textIn(body);
  if (status === 401) return failed(status, text ?? "Open the console by the address that the command printed.");
  if (status === 403 && (text === undefined || text === "Forbidden")) return failed(status, forbidden(path));
  if (status === 429) return failed(status, "The log is busy, and refuses more requests for a moment.");
  if (text !== undefined && text !== GATEWAY[status]) return failed(status, sentence(text));
  if (status === 503 || status === 504) return failed(status, "The log does not answer in time.");
  return failed(status, `The log answered with status ${status}, and gave no reason.`);
};

/** Nobody answered. */
export const unreachable = (): Failed =>
  failed(undefined, "The server of this page does not answer. Check that the command still runs.");

/** What went wrong, in one sentence. */
export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The status of an answer that was no success. */
export const statusOf = (error: unknown): number | undefined =>
  error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : undefined;

const GATEWAY: Readonly<Record<number, string>> = {
  500: "Internal Server Error",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

const forbidden = (path: string): string =>
  `You may not read ${path.replace(/[?].*/, "").replace(/^(\/\w+)\/.*$/, "$1")}. Ask for the permission execute-api:Invoke on this route.`;

const failed = (status: number | undefined, message: string): Failed => Object.assign(new Error(message), { status });

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

const textIn = (body: unknown): string | undefined => {
  if (typeof body !== "object" || body === null) return undefined;
  const detail = "detail" in body ? body.detail : "message" in body ? body.message : undefined;
  return typeof detail === "string" ? [detail, ...faultsIn(body)].join(" ") : undefined;
};

const faultsIn = (body: object): readonly string[] =>
  "errors" in body && Array.isArray(body.errors)
    ? body.errors.map((one: { parameter?: string; detail?: string }) => `${one.parameter ?? ""}: ${one.detail ?? ""}.`)
    : [];
