import { Found, lookEvent } from "../../middleware/look.ts";
import { deliveryOf } from "../delivery/deliver.ts";
import type { CallFunction } from "../functions/functions.ts";
import type { Disturbed, Ledger } from "./ledger.ts";

/** What became of the events that faults disturbed. All numbers but `events` count records, because an event can have several. */
export interface Outcome {
  readonly events: number;
  readonly records: number;
  /** Records that are in the log, as entries or rejections. */
  readonly kept: number;
  /** Records that are in a failure queue, or will be delivered again. */
  readonly waiting: number;
  /** Records that their sender still has, because it was told of the failure: an HTTP client, a queue or a stream. */
  readonly refused: number;
  /** Records that are nowhere. The promise is that there are none. */
  readonly lost: number;
  /** Entries beyond the one that each record may have. The promise is that there are none. */
  readonly doubled: number;
}

interface Asked {
  readonly ledger: Ledger;
  /** Calls a function without a fault. */
  readonly call: CallFunction;
  readonly arnOf: (functionId: string) => string;
  /** The events, as JSON, that are in a failure queue, or wait for a delivery. */
  readonly waiting: () => readonly string[];
  /** In ms since 1970. */
  readonly now: () => number;
}

/**
 * Makes a function that asks each function of the log which records of its disturbed events are in the log. The events of a function that
 * has named no entry yet are left out, because it may be no function of Tributary.
 */
export const outcomes = ({ ledger, call, arnOf, waiting, now }: Asked) => {
  const complete = new WeakMap<Disturbed, Found>(); // no entry ever goes, so it need not be asked for again

  const look = async (event: Disturbed): Promise<Found | undefined> => {
    const known = complete.get(event);
    if (known !== undefined) return known;
    const { functionId, requestId = "" } = event;
    const question = { functionArn: arnOf(functionId), requestId, event: JSON.parse(event.payload) };
    const answer = await call(functionId, { payload: JSON.stringify(lookEvent(question)) });
    const found = answer.status === "succeeded" ? Found.safeParse(JSON.parse(answer.payload)).data : undefined;
    if (found?.kept === found?.records && found !== undefined) complete.set(event, found);
    return found;
  };

  const placeOf = ({ payload, running, endedAt }: Disturbed): "waiting" | "refused" | "lost" => {
    if (running > 0 || now() - endedAt < LONGEST_PAUSE_MS || waiting().includes(payload)) return "waiting";
    return deliveryOf(JSON.parse(payload)) === "asynchronous" ? "lost" : "refused";
  };

  return async (): Promise<Outcome> => {
    const events = ledger.events();
    const writers = new Set(events.flatMap(({ functionId, ids }) => (ids.size > 0 ? [functionId] : [])));
    const each = await Promise.all(
      events
        .filter(({ functionId }) => writers.has(functionId))
        .map(async (event): Promise<Partial<Outcome>> => {
          const found = await look(event);
          if (found === undefined) return {};
          const { records, kept } = found;
          const doubled = Math.max(0, event.ids.size - records);
          return { events: 1, records, kept, doubled, ...(kept < records && { [placeOf(event)]: records - kept }) };
        }),
    );
    const total = (name: keyof Outcome): number => each.reduce((sum, one) => sum + (one[name] ?? 0), 0);
    return {
      events: total("events"),
      records: total("records"),
      kept: total("kept"),
      waiting: total("waiting"),
      refused: total("refused"),
      lost: total("lost"),
      doubled: total("doubled"),
    };
  };
};

/** A delivery is over if its function was not called again for so long. The longest pause before a retry is 2 s. */
const LONGEST_PAUSE_MS = 4_000;
