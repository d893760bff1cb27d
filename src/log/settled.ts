import { LATE_MS } from "./item.ts";

const PUT_MS = 25_000; // the time-out of the functions in template.yaml
const SKEW_MS = 5_000; // between the clocks of two functions
const INDEX_MS = 30_000; // that an index may be behind its table

/**
 * How far behind now a follower stays, in ms. An entry that is not late was recorded at most {@link LATE_MS} after its time, and a
 * put has ended, whichever way, before its function has: behind this, nothing is added any more, neither by time to what is
 * not late, nor by the time of its record to what is.
 */
export const SETTLE_MS = LATE_MS + PUT_MS + SKEW_MS + INDEX_MS;
