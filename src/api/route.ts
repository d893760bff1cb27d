import type { HttpAnswer } from "../http/answer.ts";
import type { Reader } from "../log/reader.ts";
import type { Schedule } from "./stats/expectedFirings.ts";

/** What a request is read with. */
interface Means {
  readonly reader: Reader;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Waits for so many milliseconds. */
  readonly pause: (ms: number) => Promise<unknown>;
  /** The schedule whose firings are to be expected. */
  readonly schedule: Schedule | undefined;
}

/** What answers a request: payload format 2.0 in, its answer out. Throws an HttpError for what it cannot answer. */
export type Route = (event: unknown, means: Means) => Promise<HttpAnswer>;

/** A request to read. */
export interface Reading extends Means {
  readonly path: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly parameters: URLSearchParams;
}
