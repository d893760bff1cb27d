import { clipText } from "../log/clip.ts";
import type { NewEntry } from "../log/entry.ts";
import { checkEntry } from "../log/entryFault.ts";
import { has } from "../log/has.ts";
import { largestBytes } from "../log/item.ts";
import { ITEM_BYTES } from "../log/itemSize.ts";
import { jsonOf } from "../log/json.ts";
import { type Rejection, toRejected } from "../log/rejection.ts";
import type { Placed, Refused, Store } from "../log/store.ts";
import { isoOf } from "../log/time.ts";
import type { Outcome, Trigger } from "../schemas/kit/trigger.ts";
import { inTime } from "./inTime.ts";
import type { LambdaContext } from "./lambda.ts";
import { inLanes } from "./lanes.ts";
import { originalRequestId } from "./originalRequestId.ts";
import type { Unaccepted } from "./split.ts";
import type { Candidate, Candidates } from "./validate.ts";
import type { Work } from "./work.ts";

export interface JournalOptions<Given> {
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly work?: Work<Given> | undefined;
}

const CONCURRENCY = 16;
const RESULT_BYTES = 16 * 1024;

/** The base handler. It keeps each candidate by itself, and returns an outcome for each. It never throws. */
export const journal = <Item, Rec, Given>(
  trigger: Keeping<Item, Rec, Given>,
  { store, clock, work }: JournalOptions<Given>,
) => {
  type Accepted = Exclude<Candidate<Item, Rec>, Unaccepted<Item>>;

  const at = (signal: AbortSignal) => ({ now: clock(), signal });

  const reject = async (
    rejection: Omit<Rejection, "trigger" | "requestId" | "index">,
    { signal, ...delivery }: Delivery,
  ): Promise<Outcome<Item>> => {
    const entry = toRejected({ ...rejection, ...delivery, trigger: trigger.stream }, isoOf(clock()));
    const placed = await store.place("rejected", entry, at(signal));
    const put = placed.status === "placed" ? await store.put(placed, at(signal)) : placed;
    if (put.status === "refused")
      return {
        status: "failed",
        error: new Error(`The rejection was not kept: ${put.issue.message}`),
        isRefused: true,
      };
    const truncated = put.status === "written" && (put.truncated || has(entry.data, "truncated"));
    return { status: "rejected", id: put.id, truncated, reason: rejection.reason, issues: rejection.issues };
  };

  const rejectUnaccepted = ({ item, ...unaccepted }: Unaccepted<Item>, delivery: Delivery) =>
    reject({ ...unaccepted, identity: item === undefined ? undefined : trigger.identify?.(item) }, delivery);

  const rejectRefused = (
    { item, payload }: Accepted,
    entry: NewEntry,
    { reason, issue }: Refused,
    delivery: Delivery,
  ) => {
    const identity = reason === "conflict" ? [...entry.identity, entry.claim?.digest ?? ""] : trigger.identify?.(item);
    return reject({ reason, issues: [issue], payload, identity, claimed: entry.time }, delivery);
  };

  const write = async (candidate: Accepted, placed: Placed, signal: AbortSignal) => {
    if (work === undefined || "notice" in candidate) return store.put(placed, at(signal));
    const existing = await store.existing(placed, at(signal));
    if (existing !== undefined) return existing;
    const { id, entry } = placed;
    const kept = { ...placed, entry: apartFrom(entry) };
    const given = trigger.given(candidate.record, entry);
    const result = await work(given, { id, entry, delivered: candidate.payload, signal });
    return store.put(kept, { ...at(signal), result: result === undefined ? undefined : resultText(result) });
  };

  const accept = async (candidate: Accepted, entry: NewEntry, delivery: Delivery): Promise<Outcome<Item>> => {
    const { signal } = delivery;
    if (trigger.refusesLarge) {
      const size = largestBytes(trigger.stream, entry, work && RESULT_BYTES);
      if (size > ITEM_BYTES) return { status: "toolarge", size, limit: ITEM_BYTES };
    }
    const placed = await store.place(trigger.stream, entry, at(signal));
    const ended = placed.status === "placed" ? await write(candidate, placed, signal) : placed;
    return ended.status === "refused" ? rejectRefused(candidate, entry, ended, delivery) : ended;
  };

  const prepare = (candidate: Candidate<Item, Rec>, delivery: Delivery): Prepared<Item> => {
    const item = candidate.item === undefined ? {} : { item: candidate.item };
    const lane = candidate.item === undefined ? undefined : trigger.lane?.(candidate.item);
    if ("reason" in candidate) return { item, lane, keep: () => rejectUnaccepted(candidate, delivery) };
    try {
      const entry = "notice" in candidate ? candidate.notice : trigger.entry(candidate.record);
      checkEntry(trigger.stream, entry);
      return { item, lane: lane ?? entry.identity.join("\n"), keep: () => accept(candidate, entry, delivery) };
    } catch (error) {
      return { item, lane, keep: () => Promise.reject(error) };
    }
  };

  return (candidates: Candidates<Item, Rec>, context: LambdaContext, { signal }: { signal: AbortSignal }) => {
    const requestId = originalRequestId(context);
    const run = inTime(signal);
    return inLanes(
      candidates.map((candidate, index) => prepare(candidate, { requestId, index, signal })),
      {
        laneOf: ({ lane }) => lane,
        step: async ({ item, keep }): Promise<Outcome<Item>> => {
          try {
            return { ...item, ...(await run(keep)) };
          } catch (error) {
            return { ...item, status: "failed", error };
          }
        },
        hasFailed: ({ status }) => status === "failed",
        skip: ({ item }): Outcome<Item> => ({ ...item, status: "failed", error: new Error(BEHIND_A_FAILURE) }),
        concurrency: CONCURRENCY,
      },
    );
  };
};

/** The request and index of a record, and the signal that aborts when the time of the function is up. */
interface Delivery extends Pick<Rejection, "requestId" | "index"> {
  readonly signal: AbortSignal;
}

/** The parts of a trigger that the journal uses. */
type Keeping<Item, Rec, Given> = Pick<
  Trigger<string, unknown, Item, Rec, unknown, Given>,
  "stream" | "entry" | "given" | "identify" | "lane" | "refusesLarge"
>;

/** A candidate that is ready to be kept. Deliveries of the same event share a lane, so that the first of them is kept first. */
interface Prepared<Item> {
  readonly item: { readonly item?: Item };
  readonly lane: string | undefined;
  readonly keep: () => Promise<Outcome<Item>>;
}

const BEHIND_A_FAILURE = "not tried, because an earlier record of its lane failed in this batch";

/** The same entry, which stays as it is if the work function changes the one that it gets. */
const apartFrom = (entry: NewEntry): NewEntry => ({
  ...entry,
  ...(entry.data !== undefined && { json: entry.json ?? jsonOf(entry.data) }),
  extensions: entry.extensions && { ...entry.extensions },
});

const resultText = (result: unknown): string => clipText(jsonOf(result), RESULT_BYTES);
