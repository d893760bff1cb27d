import type { Reader } from "../log/read.ts";
import type { HttpAnswer } from "./problem.ts";

/** What answers a request: payload format 2.0 in, its answer out. Throws a refusal for what it cannot answer. */
export type Route = (event: unknown, at: Reading) => Promise<HttpAnswer>;

export interface Reading {
  readonly reader: Reader;
  /** Milliseconds since 1970. */
  readonly now: number;
}
