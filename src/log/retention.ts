const DAY_MS = 86_400_000;

/** When an entry of that time expires, in seconds since 1970, as DynamoDB's TTL has it; `undefined` if it is kept for ever. */
export const expiry = (time: string, retentionDays: number): number | undefined =>
  retentionDays === 0 ? undefined : seconds(Date.parse(time) + retentionDays * DAY_MS);

export const seconds = (ms: number): number => Math.floor(ms / 1000);

/** Whether that time has come: `expiresat` in seconds, `now` in ms since 1970. */
export const hasExpired = (expiresat: number | undefined, now: number): boolean =>
  expiresat !== undefined && expiresat <= seconds(now);
