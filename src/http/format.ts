import type { Entry } from "../log/entry.ts";
import type { HttpAnswer } from "./answer.ts";

/** Entries, and the queries of what lies on either side of them. */
export interface Page {
  readonly entries: readonly Entry[];
  readonly next?: string | undefined;
  readonly prev?: string | undefined;
  /** How far it has looked: RFC 3339, UTC, milliseconds. */
  readonly reached?: string | undefined;
}

/** One way to write a value as the body of an answer. Each is a file of its own. */
export interface Format<T> {
  /** The media type, with its parameters. */
  readonly type: string;
  readonly write: (value: T) => string;
}

/** Its media type, without the parameters. */
export const essence = ({ type }: { readonly type: string }): string => type.split(";")[0] ?? type;

/** The answer (200) that has this value as its body. */
export const answerIn = <T>(
  format: Format<T>,
  value: T,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer => ({
  statusCode: 200,
  headers: { "content-type": format.type, ...headers },
  body: format.write(value),
});
