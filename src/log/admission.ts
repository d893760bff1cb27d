import type { Claim } from "./entry.ts";
import type { Issue, Reason } from "./rejection.ts";
import { expiry, hasExpired } from "./retention.ts";
import { isoOf } from "./time.ts";

/** Why the log does not accept an event, although its schema does. */
export interface Refusal {
  readonly reason: Reason;
  readonly issue: Issue;
}

/** How far in the future the time of an event may be, in ms. */
const AHEAD_MS = 5 * 60_000;
const SKEW_MS = 60_000; // the difference of two clocks

/** Where the log ends: no entry is dated further ahead. `now` is in ms since 1970. */
export const endOfLog = (now: number): string => isoOf(now + AHEAD_MS + SKEW_MS);

/**
 * Checks the time of an event against now (ms since 1970) and the retention. An entry in the future would stay at the head of the
 * log. An entry that is older than the retention would expire at once.
 */
export const admission = (time: string, now: number, retentionDays: number): Refusal | undefined => {
  if (Date.parse(time) > now + AHEAD_MS)
    return refusal("future", ["time"], `The event's time, ${time}, is more than 5 minutes in the future`);
  if (!hasExpired(expiry(time, retentionDays), now)) return undefined;
  return refusal(
    "expired",
    ["time"],
    `The event's time, ${time}, is older than the retention: the log keeps an entry for ${retentionDays} days`,
  );
};

/** The refusal of an event whose identity was used before, for other content. `id` is the entry with that content, if it is in the log. */
export const conflict = (id: string | undefined, { by = [], name = "identity" }: Claim): Refusal =>
  refusal(
    "conflict",
    by,
    `Another event with the same ${name} ${id === undefined ? "was sent before. It is not in the log yet" : `is in the log: ${id}`}. Its content is different. If this is a new event, send it with another ${name}`,
  );

const refusal = (reason: Reason, path: readonly string[], message: string): Refusal => ({
  reason,
  issue: { path, code: reason, message },
});
