import type { HttpAnswer } from "../http/answer.ts";
import type { Reader } from "../log/reader.ts";
import type { Streams } from "../log/streams.ts";
import type { Schedule } from "./stats/schedule.ts";

/** What a route needs besides the request. */
interface Dependencies {
  readonly reader: Reader;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Waits for this number of milliseconds. */
  readonly pause: (ms: number) => Promise<unknown>;
  /** The schedule whose firings the counts expect. */
  readonly schedule: Schedule | undefined;
}

/** Answers a request in payload format 2.0. Throws an HttpError. */
export type Route = (event: unknown, dependencies: Dependencies) => Promise<HttpAnswer>;

/** A request that reads the log. */
export interface Reading extends Dependencies {
  /** The path of the route, as in `/logs/{id}`. */
  readonly path: string;
  /** The names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly parameters: URLSearchParams;
  /** The declared streams with their settings. */
  readonly settings: Streams;
}
