const DAY_MS = 86_400_000;

/** When an entry with that time expires, in seconds since 1970, as in DynamoDB's TTL; `undefined` if the log keeps it for ever. */
export const expiry = (time: string, retentionDays: number): number | undefined =>
  retentionDays === 0 ? undefined : seconds(Date.parse(time) + retentionDays * DAY_MS);

export const seconds = (ms: number): number => Math.floor(ms / 1000);

/** Whether an item has expired: `expiresat` in seconds, `now` in ms since 1970. */
export const hasExpired = (expiresat: number | undefined, now: number): boolean =>
  expiresat !== undefined && expiresat <= seconds(now);
