/** How often, and how long, to wait for an answer. Times in ms. */
export interface Patience {
  /** The number of attempts. */
  readonly attempts: number;
  /** The same if nothing listens at all, on this machine: a person who forgot to start it wants to know that at once. */
  readonly localAttempts: number;
  readonly firstMs: number;
  readonly longestMs: number;
}

/** For a command that a person waits for. */
export const SHORT: Patience = { attempts: 4, localAttempts: 1, firstMs: 500, longestMs: 8_000 };
/** For a command that runs for a long time: about five minutes. */
export const LONG: Patience = { attempts: 14, localAttempts: 14, firstMs: 500, longestMs: 30_000 };

/**
 * How long to wait after this many failed attempts: twice as long each time, between half of it and all of it, so that clients
 * that failed together do not come back together. What the server asked for is the least.
 */
export const waitMs = (failed: number, patience: Patience, random: number, askedMs = 0): number => {
  const longest = Math.min(patience.longestMs, patience.firstMs * 2 ** (failed - 1));
  return Math.max(Math.min(askedMs, patience.longestMs), longest * (0.5 + random / 2));
};
