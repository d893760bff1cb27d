import type { NewEntry } from "../log/entry.ts";

/**
 * The work for each accepted record. It runs before the entry is written, and not again once the entry is in the log. It may run more
 * than once, so it should use `id` as its idempotency key. The entry keeps the return value as `result`. If the work throws, the
 * record fails. Later records of its lane are not tried. All other records go on. Lambda then delivers the failed records again, or
 * the whole event. An HTTP caller gets a 503.
 */
export type Work<Given> = (record: Given, at: WorkContext) => unknown;

/** What the work function may use besides the record. */
export interface WorkContext {
  /** The log id that the entry will have. It is the same for each delivery of the event. */
  readonly id: string;
  /** The entry as it will be written, without the result. */
  readonly entry: NewEntry;
  /** The record as AWS delivered it. */
  readonly delivered: unknown;
  /** Aborts when the time of the function is nearly up. */
  readonly signal: AbortSignal;
}
