import * as z from "zod";
import { type At, operationsOf } from "./operations.ts";
import { expiry, hasExpired, seconds } from "./retention.ts";
import type { Table } from "./table.ts";

/** What the first delivery of an event was: its time, and the hash of what must stay the same. */
export interface FirstDelivery {
  readonly time: string;
  readonly digest?: string | undefined;
}

const CLAIM_MS = 30 * 86_400_000;

/** The claims in the table, each under the hash of an identity. A claim expires after 30 days, or with its entry if that is earlier. */
export const claimsOf = (table: Table) => {
  const { putIfFree, get } = operationsOf(table);

  /** The claim that holds, if there is one. */
  const find = async (hash: string, at: At): Promise<FirstDelivery | undefined> => {
    const found = Stored.optional().parse(await get(keyOf(hash), at));
    return hasExpired(found?.expiresat, at.now) ? undefined : found;
  };

  return {
    find,
    /** Makes a claim, unless another one holds. Gives the one that holds then. `over` is the time of a claim that counts no more. */
    make: async (hash: string, first: FirstDelivery, at: At, over?: string): Promise<FirstDelivery> => {
      const end = Math.min(
        seconds(at.now + CLAIM_MS),
        expiry(first.time, table.retentionDays) ?? Number.POSITIVE_INFINITY,
      );
      if (await putIfFree({ ...keyOf(hash), ...first, expiresat: end }, at, over)) return first;
      return Stored.parse(await get(keyOf(hash), at));
    },
  };
};

const Stored = z.object({ time: z.string(), digest: z.string().optional(), expiresat: z.number() });

const keyOf = (hash: string) => ({ pk: `claim#${hash}`, sk: "claim" });
