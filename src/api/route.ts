import type { Reader } from "../log/read.ts";
import type { HttpAnswer } from "./problem.ts";

/** What answers a request: payload format 2.0 in, its answer out. Throws a refusal for what it cannot answer. */
export type Route = (event: unknown, at: { readonly reader: Reader; readonly now: number }) => Promise<HttpAnswer>;

/** A request to read, and what it is read with. */
export interface Reading {
  readonly reader: Reader;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly path: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly parameters: URLSearchParams;
}
