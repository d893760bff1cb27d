import type { Claim } from "./entry.ts";
import type { Issue, Reason } from "./rejection.ts";
import { expiry, hasExpired } from "./retention.ts";

/** Why an event that its schema accepts may not be written all the same. */
export interface Refusal {
  readonly reason: Reason;
  readonly issue: Issue;
}

/** How far ahead of now an event may be, in ms. */
export const AHEAD_MS = 5 * 60_000;

/** Refuses a time ahead of now, which would hide the head of the log, and one past the retention, which would never be seen. */
export const admission = (time: string, now: number, retentionDays: number): Refusal | undefined => {
  if (Date.parse(time) > now + AHEAD_MS)
    return refusal("future", ["time"], `The event's time, ${time}, is more than 5 minutes ahead of now`);
  if (!hasExpired(expiry(time, retentionDays), now)) return undefined;
  return refusal(
    "expired",
    ["time"],
    `The event's time, ${time}, is longer ago than the ${retentionDays} days that entries are kept`,
  );
};

/** Refuses an event whose sender has sent other content as the same event. `id` names that entry if it is in the log. */
export const conflict = (id: string | undefined, { by = [], name = "identity" }: Claim): Refusal =>
  refusal(
    "conflict",
    by,
    `Another event with the same ${name} is ${id === undefined ? "being kept" : `in the log: ${id}`}. Its content is different. If this is a new event, send it with another ${name}`,
  );

const refusal = (reason: Reason, path: readonly string[], message: string): Refusal => ({
  reason,
  issue: { path, code: reason, message },
});
