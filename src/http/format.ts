import type { Entry } from "../log/entry.ts";
import type { HttpAnswer } from "./answer.ts";

/** A page of entries, with the queries of the next and the previous page. */
export interface Page {
  readonly entries: readonly Entry[];
  readonly next?: string | undefined;
  readonly prev?: string | undefined;
  /** How far the request has looked through the log: RFC 3339, UTC, milliseconds. */
  readonly reached?: string | undefined;
}

/** A way to write a value as the body of an answer. Each format has its own file. */
export interface Format<T> {
  /** The media type, with its parameters. */
  readonly type: string;
  readonly write: (value: T) => string;
}

/** The media type of a format without its parameters. */
export const essence = ({ type }: { readonly type: string }): string => type.split(";")[0] ?? type;

/** An answer (200) with this value as its body. */
export const answerIn = <T>(
  format: Format<T>,
  value: T,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer => ({
  statusCode: 200,
  headers: { "content-type": format.type, ...headers },
  body: format.write(value),
});
