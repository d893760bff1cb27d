import { EventEmitter, once } from "node:events";
import type { CallFunction } from "../functions/functions.ts";
import { kinds } from "./kinds.ts";
import type { Ledger } from "./ledger.ts";

/** Faults that are still to come. */
interface Planned {
  readonly function: string;
  readonly fault: keyof typeof kinds;
  /** For how many calls of the function. */
  readonly count: number;
  readonly ms: number;
}

/** The faults of a running system. */
export interface Faults {
  readonly add: (planned: Omit<Planned, "ms"> & { readonly ms?: number | undefined }) => void;
  readonly list: () => readonly Planned[];
  readonly clear: () => void;
  /** What was disturbed since the start. */
  readonly ledger: Ledger;
  /** Calls a function, with its next planned fault. */
  readonly call: CallFunction;
}

/** Disturbs the next calls of functions, so that one can watch what their handlers do then. The ledger keeps what was disturbed. */
export const faultsOver = (ledger: Ledger, tell: (sentence: string) => void): Faults => {
  let planned: readonly Planned[] = [];
  const ended = new EventEmitter().setMaxListeners(0);

  const take = (functionId: string): Planned | undefined => {
    const next = planned.find((one) => one.function === functionId);
    planned = planned.flatMap((one) =>
      one !== next ? [one] : one.count > 1 ? [{ ...one, count: one.count - 1 }] : [],
    );
    return next;
  };

  return {
    ledger,
    add: (fault) => {
      planned = [...planned, { ...fault, ms: fault.ms ?? kinds[fault.fault].ms }];
    },
    list: () => planned,
    clear: () => {
      planned = [];
    },
    call: async (functionId, given) => {
      const next = take(functionId);
      const run: (call: typeof given) => ReturnType<CallFunction> = (own) => ledger.run(functionId, own);
      try {
        if (next === undefined) return await run(given);
        ledger.add(next.fault, functionId, given);
        tell(`Fault for ${functionId}: ${kinds[next.fault].text}`);
        const another = once(ended, functionId);
        return await kinds[next.fault].disturb({ call: given, run, ms: next.ms, another });
      } finally {
        ended.emit(functionId);
      }
    },
  };
};
