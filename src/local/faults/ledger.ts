import * as z from "zod";
import type { Attempt, CallFunction } from "../functions/functions.ts";
import type { Call } from "../functions/pool.ts";

/** An event with which a fault disturbed a call, and what the runs of its function said. */
export interface Disturbed {
  /** JSON. */
  readonly payload: string;
  /** The ids of the entries and rejections that any run named. */
  readonly ids: ReadonlySet<string>;
  /** How many records the event has, if a run has handled all of them. */
  readonly records: number | undefined;
  /** Whether a run succeeded and named nothing: the function is none of Tributary, and cannot be asked. */
  readonly isSilent: boolean;
  /** How many runs are going on. */
  readonly running: number;
  /** When the last run ended, in ms since 1970. */
  readonly endedAt: number;
}

/** Keeps what faults have disturbed since the start. */
export interface Ledger {
  /** How many calls each fault has disturbed, by its name. */
  readonly counts: () => Readonly<Record<string, number>>;
  /** The last 100 events. */
  readonly events: () => readonly Disturbed[];
  /** Counts a call that a fault is about to disturb. */
  readonly add: (fault: string, functionId: string, call: Call) => void;
  /** Runs a function. If its event is in the ledger, it keeps what the run says. */
  readonly run: CallFunction;
}

/** A ledger over the calls of functions. `now` is in ms since 1970. */
export const newLedger = (call: CallFunction, now: () => number): Ledger => {
  const counts = new Map<string, number>();
  const events = new Map<string, Writable>();
  return {
    counts: () => Object.fromEntries(counts),
    events: () => [...events.values()],
    add: (fault, functionId, { payload }) => {
      counts.set(fault, (counts.get(fault) ?? 0) + 1);
      const key = keyOf(functionId, payload);
      if (events.has(key)) return;
      events.set(key, { payload, ids: new Set(), records: undefined, isSilent: false, running: 0, endedAt: now() });
      if (events.size > MOST_EVENTS) events.delete([...events.keys()][0] ?? "");
    },
    run: async (functionId, own) => {
      const event = events.get(keyOf(functionId, own.payload));
      if (event === undefined) return call(functionId, own);
      event.running += 1;
      try {
        const attempt = await call(functionId, own);
        const said = saidIn(attempt);
        for (const id of said?.ids ?? []) event.ids.add(id);
        if (said?.received === said?.ids.length) event.records = said?.received ?? event.records;
        event.isSilent ||= said === undefined && attempt.status === "succeeded";
        return attempt;
      } finally {
        event.running -= 1;
        event.endedAt = now();
      }
    },
  };
};

type Writable = { -readonly [Name in keyof Disturbed]: Disturbed[Name] } & { readonly ids: Set<string> };

const MOST_EVENTS = 100;

const keyOf = (functionId: string, payload: string): string => `${functionId} ${payload}`;

/** What a function of a log writes about an invocation, in one line of JSON. */
const saidIn = (attempt: Attempt): z.infer<typeof Line> | undefined =>
  attempt.status === "throttled"
    ? undefined
    : attempt.log
        .split("\n")
        .map((line) => Line.safeParse(jsonIn(line)).data)
        .find((said) => said !== undefined);

const Line = z.object({ ids: z.array(z.string()), received: z.int() });

const jsonIn = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
