import * as z from "zod";
import type { Attempt, CallFunction } from "../functions/functions.ts";
import type { Call } from "../functions/pool.ts";

/** An event with which a fault disturbed a call. */
export interface Disturbed {
  readonly functionId: string;
  /** JSON. */
  readonly payload: string;
  readonly requestId: string | undefined;
  /** The ids of all entries and rejections that any run of the function named for this event. */
  readonly ids: ReadonlySet<string>;
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
  /** Runs a function, and keeps the ids that it names, if its event is in the ledger. */
  readonly run: CallFunction;
}

/** A ledger over the calls of functions. `now` is in ms since 1970. */
export const newLedger = (call: CallFunction, now: () => number): Ledger => {
  const counts = new Map<string, number>();
  const events = new Map<string, Disturbed & { readonly ids: Set<string>; running: number; endedAt: number }>();
  return {
    counts: () => Object.fromEntries(counts),
    events: () => [...events.values()],
    add: (fault, functionId, { payload, requestId }) => {
      counts.set(fault, (counts.get(fault) ?? 0) + 1);
      const key = keyOf(functionId, payload);
      if (events.has(key)) return;
      events.set(key, { functionId, payload, requestId, ids: new Set(), running: 0, endedAt: now() });
      if (events.size > MOST_EVENTS) events.delete([...events.keys()][0] ?? "");
    },
    run: async (functionId, own) => {
      const event = events.get(keyOf(functionId, own.payload));
      if (event === undefined) return call(functionId, own);
      event.running += 1;
      try {
        const attempt = await call(functionId, own);
        for (const id of idsIn(attempt)) event.ids.add(id);
        return attempt;
      } finally {
        event.running -= 1;
        event.endedAt = now();
      }
    },
  };
};

const MOST_EVENTS = 100;

const keyOf = (functionId: string, payload: string): string => `${functionId} ${payload}`;

/** The ids in the line that a function of a log writes for each invocation. */
const idsIn = (attempt: Attempt): readonly string[] =>
  attempt.status === "throttled"
    ? []
    : attempt.log.split("\n").flatMap((line) => LogLine.safeParse(line).data?.ids ?? []);

const LogLine = z
  .string()
  .startsWith("{")
  .transform((line, context) => {
    try {
      return JSON.parse(line);
    } catch {
      context.addIssue("It is no JSON");
      return z.NEVER;
    }
  })
  .pipe(z.looseObject({ ids: z.array(z.string()) }));
