import { LATE_MS } from "./item.ts";

const PUT_MS = 25_000; // the timeout of the functions in template.yaml
const SKEW_MS = 5_000; // the difference between the clocks of two functions
const INDEX_MS = 30_000; // the delay of an index behind its table

/**
 * How far a follower stays behind now, in ms. Everything older has settled: the log adds no entry there any more. An entry that is
 * not late is recorded at most {@link LATE_MS} after its time, and followers read it by its time. They read a late entry by the
 * time of its record. The put of an entry ends before its function ends.
 */
export const SETTLE_MS = LATE_MS + PUT_MS + SKEW_MS + INDEX_MS;
