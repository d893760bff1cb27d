import type { Issue, Reason } from "./rejection.ts";
import { expiry, seconds } from "./retention.ts";

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
  const end = expiry(time, retentionDays);
  if (end === undefined || end > seconds(now)) return undefined;
  return refusal(
    "expired",
    ["time"],
    `The event's time, ${time}, is longer ago than the ${retentionDays} days that entries are kept`,
  );
};

/** Refuses the second body of what the sender said is one event; `by` is where it said so, `id` the first one's. */
export const conflict = (id: string, by: readonly string[] = []): Refusal =>
  refusal(
    "conflict",
    by,
    `This was used within the last 30 days with another body, for the event ${id}; send that body again, or use another`,
  );

const refusal = (reason: Reason, path: readonly string[], message: string): Refusal => ({
  reason,
  issue: { path, code: reason, message },
});
