import { admission, conflict, type Refusal } from "./admission.ts";
import { claimsOf, type FirstDelivery } from "./claims.ts";
import { digestOf } from "./digest.ts";
import type { NewEntry } from "./entry.ts";
import { firstParses } from "./firstParses.ts";
import { contentOf, Item, toItem } from "./item.ts";
import { hashOf, idOf, type Key, pk, shardOf, sk } from "./key.ts";
import { type At, type Operations, operationsOf } from "./operations.ts";
import { expiry, hasExpired } from "./retention.ts";
import { shardsAt } from "./shards.ts";
import { isBySubject } from "./streams.ts";
import type { Table } from "./table.ts";
import { textAt } from "./textAt.ts";
import { isoOf } from "./time.ts";

/** An entry with its key, which is the same at every delivery. */
export interface Placed {
  readonly status: "placed";
  readonly id: string;
  readonly key: Key;
  readonly entry: NewEntry;
}

/** The result for an entry that the log does not accept. */
export interface Refused extends Refusal {
  readonly status: "refused";
}

/** The result for an entry that this call wrote. `truncated` means that its data did not fit in an item and was cut. */
interface Written {
  readonly status: "written";
  readonly id: string;
  readonly truncated: boolean;
}

/** The result for an entry that was in the log already. */
interface Duplicate {
  readonly status: "duplicate";
  readonly id: string;
}

/** The writing side of the log. It writes each entry at most once; an entry that is there already is no error. Each call throws what DynamoDB throws. */
export interface Store {
  /** Finds the key of an entry. If the entry needs a claim, makes the claim, or takes the time from the claim of the first delivery. */
  readonly place: Place;
  /** Like `place`, but makes no claim: it only reads, strongly consistently. If there is no claim, the entry gets the time of this delivery. */
  readonly find: Place;
  /** Looks for an entry with this key, by a strongly consistent read. If its content is different, the result is a refusal. */
  readonly existing: (placed: Placed, at: At) => Promise<Duplicate | Refused | undefined>;
  /** Writes the entry, unless an entry with this key is there. `result` is JSON text. */
  readonly put: (
    placed: Placed,
    at: At & { readonly result?: string | undefined },
  ) => Promise<Written | Duplicate | Refused>;
}

type StoreSettings = Pick<Table, "shards" | "retentionDays" | "streams">;

type Place = (stream: string, entry: NewEntry, at: At) => Promise<Placed | Refused>;

/** The store of a table in DynamoDB. */
export const dynamoStore = (table: Table): Store => storeOf(table, operationsOf(table));

/** A store over any operations. */
export const storeOf = ({ shards, retentionDays, streams }: StoreSettings, operations: Operations): Store => {
  const { putIfFree, get } = operations;
  const claims = claimsOf(retentionDays, operations);

  const read = async (key: Key, at: At): Promise<Item | undefined> => {
    const found = await get({ pk: pk(key), sk: sk(key) }, at);
    const item = found === undefined ? undefined : Item().parse(found, firstParses());
    return hasExpired(item?.expiresat, at.now) ? undefined : item;
  };

  const placeBy =
    (claim: typeof claims.make): Place =>
    async (stream, entry, at) => {
      const hash = hashOf(entry.identity);
      const keyAt = (time: string): Key => ({ stream, shard: shardOf(hash, shardsAt(shards, time)), time, hash });
      const placed = (first: FirstDelivery): Placed => {
        const key = keyAt(first.time);
        return { status: "placed", id: idOf(key), key, entry: withTimesOf(first, entry) };
      };
      // When the retention gets shorter, a claim may outlive its entry. Such a claim does not count.
      const counts = async ({ time }: FirstDelivery) =>
        !hasExpired(expiry(time, retentionDays), at.now) || (await read(keyAt(time), at)) !== undefined;

      const refusal = admission(entry.time, at.now, retentionDays);
      if (entry.claim === undefined) return refusal ? refused(refusal) : placed(entry);
      const event = { stream, hash };
      const own = {
        time: entry.time,
        digest: entry.claim.digest,
        origintime: textAt(entry, "extensions", "origintime"),
      };
      const firstDelivery = async (): Promise<FirstDelivery | Refusal> => {
        const first = refusal ? await claims.find(event, at) : await claim(event, own, at);
        if (first !== undefined && (await counts(first))) return first;
        return refusal ?? claim(event, own, at, first?.time);
      };
      const first = await firstDelivery();
      if ("reason" in first) return refused(first);
      if (first.digest === own.digest) return placed(first);
      const there = await read(keyAt(first.time), at);
      return there !== undefined && digestOf(contentOf(there)) === own.digest
        ? placed(first)
        : refused(conflict(there && idOf(keyAt(first.time)), entry.claim));
    };

  const existing: Store["existing"] = async ({ id, key, entry }, at) => {
    const item = await read(key, at);
    if (item === undefined) return undefined;
    return entry.claim?.digest === undefined || digestOf(contentOf(item)) === digestOf(entry)
      ? { status: "duplicate", id }
      : refused(conflict(id, entry.claim));
  };

  return {
    place: placeBy(claims.make),
    find: placeBy(async (event, own, at) => (await claims.find(event, at)) ?? own),
    existing,
    put: async (placed, at) => {
      const { id, key, entry } = placed;
      const item = toItem(key, entry, {
        recorded: isoOf(at.now),
        expiresat: expiry(key.time, retentionDays),
        bySubject: isBySubject(streams, key.stream),
        result: at.result,
      });
      if (await putIfFree(item, at))
        return { status: "written", id, truncated: item.extensions?.["truncated"] === true };
      if (entry.claim?.digest === undefined) return { status: "duplicate", id };
      const found = await existing(placed, at);
      if (found === undefined) throw new Error(`The entry ${id} expired during this call. Deliver the event again`);
      return found;
    },
  };
};

/** The entry with the times of the first delivery. `origintime` is that same time, as it was sent. */
const withTimesOf = ({ time, origintime }: FirstDelivery, entry: NewEntry): NewEntry => {
  if (time === entry.time) return entry;
  const { origintime: own, ...others } = entry.extensions ?? {};
  if (origintime === undefined && own === undefined) return { ...entry, time };
  return { ...entry, time, extensions: origintime === undefined ? others : { ...others, origintime } };
};

const refused = (refusal: Refusal): Refused => ({ status: "refused", ...refusal });
