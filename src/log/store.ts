import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { admission, conflict, type Refusal } from "./admission.ts";
import type { NewEntry } from "./entry.ts";
import { toItem } from "./item.ts";
import { hashOf, idOf, type Key, pk, shardOf, sk } from "./key.ts";
import { expiry, seconds } from "./retention.ts";
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

/** An entry that may not be written, and why; `id` is the one that it would have. */
export interface NotAdmitted extends Refusal {
  readonly status: "refused";
  readonly id: string;
}

/** The writing side of the log: every entry at most once, and "already there" is success. Each call throws what DynamoDB throws. */
export interface Store {
  /** Finds the key of an entry; where its time is only that of this delivery, claims it, or learns the first one's. */
  readonly place: Place;
  /** The same, by strongly consistent reads alone: it claims nothing, so what nobody has claimed yet has the time of this delivery. */
  readonly find: Place;
  /** Whether the entry is in the log: a strongly consistent read. */
  readonly has: (placed: Placed, at: { readonly signal: AbortSignal }) => Promise<boolean>;
  /** Writes the entry, unless it is there. `result` is JSON text. */
  readonly put: (
    placed: Placed,
    at: { readonly now: number; readonly signal: AbortSignal; readonly result?: string | undefined },
  ) => Promise<"written" | "duplicate">;
}

/** `now` in ms since 1970. */
type Place = (
  stream: Stream,
  entry: NewEntry,
  at: { readonly now: number; readonly signal: AbortSignal },
) => Promise<Placed | NotAdmitted>;

const CLAIM_MS = 30 * 86_400_000;

export const dynamoStore = ({ client, name, shards, retentionDays }: Table): Store => {
  const putOnce = async (
    Item: Record<string, unknown>,
    signal: AbortSignal,
    condition: Pick<PutCommand["input"], "ConditionExpression" | "ExpressionAttributeValues">,
  ): Promise<boolean> => {
    try {
      await client.send(new PutCommand({ TableName: name, Item, ...condition }), { abortSignal: signal });
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  const get = async (key: { pk: string; sk: string }, signal: AbortSignal, fields?: string): Promise<unknown> => {
    const { Item } = await client.send(
      new GetCommand({
        TableName: name,
        Key: key,
        ConsistentRead: true,
        ProjectionExpression: fields,
      }),
      { abortSignal: signal },
    );
    return Item;
  };

  /** The claim of the first try that made one and has not expired. */
  const claim: Claiming = async (hash, first, { now, signal }) => {
    const key = claimKey(hash);
    const claimed = await putOnce({ ...key, ...first, expiresat: seconds(now + CLAIM_MS) }, signal, {
      ConditionExpression: "attribute_not_exists(pk) OR expiresat <= :now",
      ExpressionAttributeValues: { ":now": seconds(now) },
    });
    return claimed ? first : Claim.parse(await get(key, signal));
  };

  /** The same, where there is one; else what would be claimed. */
  const claimed: Claiming = async (hash, first, { now, signal }) => {
    const found = Claim.optional().parse(await get(claimKey(hash), signal));
    return found !== undefined && found.expiresat > seconds(now) ? found : first;
  };

  const placeBy =
    (claiming: Claiming): Place =>
    async (stream, entry, at) => {
      const hash = hashOf(entry.identity);
      const first = entry.claim && (await claiming(hash, { time: entry.time, body: entry.claim.body }, at));
      const time = first?.time ?? entry.time;
      const key = { stream, shard: shardOf(hash, shardsAt(shards, time)), time, hash };
      const id = idOf(key);
      const refusal =
        first?.body === entry.claim?.body ? admission(time, at.now, retentionDays) : conflict(id, entry.claim?.by);
      return refusal ? { status: "refused", id, ...refusal } : { status: "placed", id, key, entry: { ...entry, time } };
    };

  return {
    place: placeBy(claim),
    find: placeBy(claimed),
    has: async ({ key }, { signal }) => (await get({ pk: pk(key), sk: sk(key) }, signal, "pk")) !== undefined,
    put: async ({ key, entry }, { now, signal, result }) => {
      const item = toItem(key, entry, {
        recorded: isoOf(now),
        expiresat: expiry(key.time, retentionDays),
        result,
      });
      const written = await putOnce(item, signal, { ConditionExpression: "attribute_not_exists(pk)" });
      return written ? "written" : "duplicate";
    },
  };
};

/** When the first try was, and the SHA-256 of its body where that must stay the same. */
interface FirstTry {
  readonly time: string;
  readonly body?: string | undefined;
}

type Claiming = (
  hash: string,
  first: FirstTry,
  at: { readonly now: number; readonly signal: AbortSignal },
) => Promise<FirstTry>;

const Claim = z.object({ time: z.string(), body: z.string().optional(), expiresat: z.number() });

const claimKey = (hash: string) => ({ pk: `claim#${hash}`, sk: "claim" });
