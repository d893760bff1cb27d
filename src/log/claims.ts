import * as z from "zod";
import type { Key } from "./key.ts";
import { lazy } from "./lazy.ts";
import type { At, Operations } from "./operations.ts";
import { expiry, hasExpired, seconds } from "./retention.ts";

/** What a claim stores about the first delivery of an event: its times, and a hash of its content. */
export interface FirstDelivery {
  readonly time: string;
  readonly digest?: string | undefined;
  /** The time as it was sent, if milliseconds cannot hold it. */
  readonly origintime?: string | undefined;
}

/** The event that a claim is for. The same identity in another stream is another event. */
type ClaimedEvent = Pick<Key, "stream" | "hash">;

const CLAIM_MS = 30 * 86_400_000;

/**
 * The claims in the table. The key of a claim holds the stream and the hash of the identity. A claim expires after 30 days, or together with its
 * entry if that is earlier.
 */
export const claimsOf = (retentionDays: number, { putIfFree, get }: Operations) => {
  /** The claim of that event, if there is one that has not expired. */
  const find = async (event: ClaimedEvent, at: At): Promise<FirstDelivery | undefined> => {
    const item = await get(keyOf(event), at);
    const found = item === undefined ? undefined : Stored().parse(item);
    return hasExpired(found?.expiresat, at.now) ? undefined : found;
  };

  return {
    find,
    /** Makes a claim and returns it, or returns the claim that is there already. A claim with the time `replacing` is replaced. */
    make: async (event: ClaimedEvent, first: FirstDelivery, at: At, replacing?: string): Promise<FirstDelivery> => {
      const end = Math.min(seconds(at.now + CLAIM_MS), expiry(first.time, retentionDays) ?? Number.POSITIVE_INFINITY);
      if (await putIfFree({ ...keyOf(event), ...first, expiresat: end }, at, replacing)) return first;
      return Stored().parse(await get(keyOf(event), at));
    },
  };
};

const Stored = lazy(() =>
  z.object({
    time: z.string(),
    digest: z.string().optional(),
    origintime: z.string().optional(),
    expiresat: z.number(),
  }),
);

const keyOf = ({ stream, hash }: ClaimedEvent) => ({ pk: `claim#${stream}#${hash}`, sk: "claim" });
