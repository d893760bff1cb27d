/** AWS refuses a signature that is older or newer than this, in ms. */
const SIGNED_MS = 5 * 60_000;

/** By how many ms the clock of a server is ahead of this one, as its answer says, to the second; `undefined` if it does not say. */
export const aheadIn = (headers: Headers, now: number): number | undefined => {
  const date = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(date) ? undefined : date - now;
};

/** Whether AWS refuses what this machine signs, because its clock is wrong. */
export const isTooFar = (ahead: number): boolean => Math.abs(ahead) > SIGNED_MS;

/** What is wrong with the clock of this machine. */
export const clockFault = (ahead: number): string =>
  `This machine's clock is ${Math.round(Math.abs(ahead) / 1000)} s ${ahead > 0 ? "behind" : "ahead of"} that of the log: set it, or signatures and ages are wrong`;
