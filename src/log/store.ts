import { admission, conflict, type Refusal } from "./admission.ts";
import { claimsOf, type FirstDelivery } from "./claims.ts";
import { digestOf } from "./digest.ts";
import type { NewEntry } from "./entry.ts";
import { contentOf, Item, toItem } from "./item.ts";
import { hashOf, idOf, type Key, pk, shardOf, sk } from "./key.ts";
import { type At, operationsOf } from "./operations.ts";
import { expiry, hasExpired } from "./retention.ts";
import { shardsAt } from "./shards.ts";
import type { Stream } from "./streams.ts";
import type { Table } from "./table.ts";
import { isoOf } from "./time.ts";

/** An entry with the key that it has at every delivery. */
export interface Placed {
  readonly status: "placed";
  readonly id: string;
  readonly key: Key;
  readonly entry: NewEntry;
}

/** An entry that may not be written, and why. */
export interface NotAdmitted extends Refusal {
  readonly status: "refused";
}

/** An entry that this call has written. `truncated`: its data did not fit in an item and was cut. */
interface Written {
  readonly status: "written";
  readonly id: string;
  readonly truncated: boolean;
}

interface Duplicate {
  readonly status: "duplicate";
  readonly id: string;
}

/** The writing side of the log: every entry at most once, and "already there" is success. Each call throws what DynamoDB throws. */
export interface Store {
  /** Finds the key of an entry. If the entry has a claim, makes the claim, or learns the time of the first delivery from it. */
  readonly place: Place;
  /** The same by strongly consistent reads alone. An entry that nobody has claimed yet gets the time of this delivery. */
  readonly find: Place;
  /** What is in the log under the key: this entry, or one with other content. A strongly consistent read. */
  readonly there: (placed: Placed, at: At) => Promise<Duplicate | NotAdmitted | undefined>;
  /** Writes the entry, unless one is there. `result` is JSON text. */
  readonly put: (
    placed: Placed,
    at: At & { readonly result?: string | undefined },
  ) => Promise<Written | Duplicate | NotAdmitted>;
}

type Place = (stream: Stream, entry: NewEntry, at: At) => Promise<Placed | NotAdmitted>;

export const dynamoStore = (table: Table): Store => {
  const { shards, retentionDays } = table;
  const { putIfFree, get } = operationsOf(table);
  const claims = claimsOf(table);

  const read = async (key: Key, at: At): Promise<Item | undefined> => {
    const item = Item.optional().parse(await get({ pk: pk(key), sk: sk(key) }, at));
    return hasExpired(item?.expiresat, at.now) ? undefined : item;
  };

  const placeBy =
    (claim: typeof claims.make): Place =>
    async (stream, entry, at) => {
      const hash = hashOf(entry.identity);
      const keyAt = (time: string): Key => ({ stream, shard: shardOf(hash, shardsAt(shards, time)), time, hash });
      const placed = (time: string): Placed => {
        const key = keyAt(time);
        return { status: "placed", id: idOf(key), key, entry: { ...entry, time } };
      };
      // A claim that was made under a longer retention counts only for an entry that is still there.
      const counts = async ({ time }: FirstDelivery) =>
        !hasExpired(expiry(time, retentionDays), at.now) || (await read(keyAt(time), at)) !== undefined;

      const refusal = admission(entry.time, at.now, retentionDays);
      if (entry.claim === undefined) return refusal ? refused(refusal) : placed(entry.time);
      const own = { time: entry.time, digest: entry.claim.digest };
      const firstDelivery = async (): Promise<FirstDelivery | Refusal> => {
        const first = refusal ? await claims.find(hash, at) : await claim(hash, own, at);
        if (first !== undefined && (await counts(first))) return first;
        return refusal ?? claim(hash, own, at, first?.time);
      };
      const first = await firstDelivery();
      if ("reason" in first) return refused(first);
      if (first.digest === own.digest) return placed(first.time);
      const there = await read(keyAt(first.time), at);
      return there !== undefined && digestOf(contentOf(there)) === own.digest
        ? placed(first.time)
        : refused(conflict(there && idOf(keyAt(first.time)), entry.claim));
    };

  const there: Store["there"] = async ({ id, key, entry }, at) => {
    const item = await read(key, at);
    if (item === undefined) return undefined;
    return entry.claim?.digest === undefined || digestOf(contentOf(item)) === digestOf(entry)
      ? { status: "duplicate", id }
      : refused(conflict(id, entry.claim));
  };

  return {
    place: placeBy(claims.make),
    find: placeBy(async (hash, own, at) => (await claims.find(hash, at)) ?? own),
    there,
    put: async (placed, at) => {
      const { id, key, entry } = placed;
      const item = toItem(key, entry, {
        recorded: isoOf(at.now),
        expiresat: expiry(key.time, retentionDays),
        result: at.result,
      });
      if (await putIfFree(item, at))
        return { status: "written", id, truncated: item.extensions?.["truncated"] === true };
      if (entry.claim?.digest === undefined) return { status: "duplicate", id };
      const found = await there(placed, at);
      if (found === undefined) throw new Error(`The entry ${id} has expired just now; deliver the event again`);
      return found;
    },
  };
};

const refused = (refusal: Refusal): NotAdmitted => ({ status: "refused", ...refusal });
