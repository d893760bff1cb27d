/** An event that was made of the log, and what of the delivered event is not in it. */
export interface Pulled {
  readonly event: unknown;
  /** Each one names what is missing, in a few words. */
  readonly missing: readonly string[];
}
