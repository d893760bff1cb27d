import pMap from "p-map";
import { clip } from "../log/clip.ts";
import type { NewEntry } from "../log/entry.ts";
import { jsonOf } from "../log/json.ts";
import { type Rejection, toRejected } from "../log/rejection.ts";
import type { Placed, Store } from "../log/store.ts";
import { isoOf } from "../log/time.ts";
import type { Outcome, Trigger } from "../schemas/kit/trigger.ts";
import type { Unaccepted } from "./split.ts";
import type { Candidate, Candidates } from "./validate.ts";

/**
 * Work to be done for each accepted record before its entry is written. It is done at least once, so it is given the
 * log id to be idempotent by, and not again for a record whose entry is in the log. What it returns is kept as `result`;
 * when it throws, the record fails and Lambda tries again. `signal` tells it that the function's time is up.
 */
export type Work<Rec> = (
  record: Rec,
  at: { readonly id: string; readonly entry: NewEntry; readonly signal: AbortSignal },
) => unknown;

export interface JournalOptions<Rec> {
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly work?: Work<Rec> | undefined;
}

const CONCURRENCY = 16;
const RESULT_BYTES = 16 * 1024;

/** The base handler: keeps each candidate by itself, and says how each ended. It never throws. */
export const journal = <Event, Item, Rec, Answer>(
  trigger: Trigger<Event, Item, Rec, Answer>,
  { store, clock, work }: JournalOptions<Rec>,
) => {
  const write = async (placed: Placed, signal: AbortSignal, result?: string): Promise<Outcome<Item>> => ({
    status: await store.put(placed, { now: clock(), signal, result }),
    id: placed.id,
  });

  const reject = async (rejection: Omit<Rejection, "trigger">, signal: AbortSignal): Promise<Outcome<Item>> => {
    const entry = toRejected({ ...rejection, trigger: trigger.stream }, isoOf(clock()));
    const placed = await store.place("rejected", entry, { now: clock(), signal });
    if (placed.status === "placed") await store.put(placed, { now: clock(), signal });
    return { status: "rejected", id: placed.id, reason: rejection.reason, issues: rejection.issues };
  };

  const rejectUnaccepted = ({ item, ...unaccepted }: Unaccepted<Item>, signal: AbortSignal) =>
    reject({ ...unaccepted, identity: item === undefined ? undefined : trigger.identify?.(item) }, signal);

  const keep = async (candidate: Candidate<Item, Rec>, signal: AbortSignal): Promise<Outcome<Item>> => {
    if ("reason" in candidate) return rejectUnaccepted(candidate, signal);
    const entry = "notice" in candidate ? candidate.notice : trigger.entry(candidate.record);
    const placed = await store.place(trigger.stream, entry, { now: clock(), signal });
    if (placed.status === "refused") {
      const { reason, issue } = placed;
      const identity = trigger.identify?.(candidate.item);
      return reject({ reason, issues: [issue], payload: candidate.item, identity, claimed: entry.time }, signal);
    }
    if (work === undefined || "notice" in candidate) return write(placed, signal);
    if (await store.has(placed, { signal })) return { status: "duplicate", id: placed.id };
    const result = await work(candidate.record, { id: placed.id, entry: placed.entry, signal });
    return write(placed, signal, result === undefined ? undefined : resultText(result));
  };

  return (candidates: Candidates<Item, Rec>, _context: unknown, { signal }: { signal: AbortSignal }) =>
    pMap(
      candidates,
      async (candidate): Promise<Outcome<Item>> => {
        const item = candidate.item === undefined ? {} : { item: candidate.item };
        try {
          return { ...item, ...(await inTime(() => keep(candidate, signal), signal)) };
        } catch (error) {
          return { ...item, status: "failed", error };
        }
      },
      { concurrency: CONCURRENCY },
    );
};

/** What the step gives, or an error as soon as the signal says that time is up: what the step waits for may never end. */
const inTime = async <T>(step: () => Promise<T>, signal: AbortSignal): Promise<T> => {
  const { promise: timeIsUp, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(new Error("the function's time was up"));
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([timeIsUp, ...(signal.aborted ? [] : [step()])]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
};

const resultText = (result: unknown): string => {
  const clipped = clip(result, RESULT_BYTES);
  return jsonOf(clipped.truncated ? clipped : result);
};
