import { STATUS_CODES } from "node:http";

/** What an API Gateway HTTP API takes from a function: payload format 2.0. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** One thing that is wrong, and where: a JSON pointer into the body (RFC 6901), a header, or a query parameter. */
export type Fault = { readonly detail: string } & (
  | { readonly pointer: string }
  | { readonly header: string }
  | { readonly parameter: string }
);

/** Problem details for HTTP APIs (RFC 9457); `type` is "about:blank", so `title` is the status' own phrase. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** Where the rejected event is kept. */
  readonly instance?: string;
  readonly errors?: readonly Fault[];
}

export const problem = (status: number, detail: string, more: Pick<Problem, "instance" | "errors"> = {}): Problem => ({
  status,
  title: STATUS_CODES[status] ?? "Error",
  detail,
  ...more,
});

export const json = (
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer => ({
  statusCode,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

export const problemAnswer = (body: Problem, headers: Readonly<Record<string, string>> = {}): HttpAnswer =>
  json(body.status, body, { "content-type": "application/problem+json", ...headers });

/** A step of a JSON pointer, escaped (RFC 6901), in its form as the fragment of a URI. */
export const pointer = (path: readonly PropertyKey[]): string =>
  `#${path.map((step) => `/${encodeURIComponent(String(step).toWellFormed().replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("")}`;
