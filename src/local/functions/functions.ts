import { randomUUID } from "node:crypto";
import type { FunctionSettings } from "../project/functions.ts";
import { whyNotRun } from "../project/whyNotRun.ts";
import type { Bundles } from "./bundle.ts";
import { type Call, type Pool, poolOf } from "./pool.ts";

/** What became of one call of a function. */
export type Attempt =
  | {
      readonly status: "succeeded" | "failed";
      readonly requestId: string;
      readonly durationMs: number;
      /** JSON: the answer or the error. */
      readonly payload: string;
      /** The end of what the function wrote. */
      readonly log: string;
    }
  | { readonly status: "throttled" };

/** Calls a function once. */
export type CallFunction = (functionId: string, call: Call) => Promise<Attempt>;

/** The running functions. */
export interface Functions {
  readonly call: CallFunction;
  /** Replaces the copies of these functions by copies with new code. */
  readonly reload: (functionIds: readonly string[]) => Promise<void>;
  /** How many copies of a function exist. */
  readonly copies: (functionId: string) => number;
  readonly stop: () => Promise<void>;
}

/** Runs the functions, each in worker threads of its own. */
export const runFunctions = (
  settings: readonly FunctionSettings[],
  { of }: Pick<Bundles, "of">,
  environmentOf: (settings: FunctionSettings) => Readonly<Record<string, string>>,
): Functions => {
  const pools = new Map(settings.map((one) => [one.id, poolOf(one, () => of(one.id), environmentOf(one))]));
  const reasons = new Map(settings.map((one) => [one.id, whyNotRun(one)]));
  const poolFor = (id: string): Pool => {
    const pool = pools.get(id);
    if (pool === undefined) throw new Error(`There is no function ${id}`);
    return pool;
  };
  return {
    call: async (functionId, call) => {
      const reason = reasons.get(functionId);
      if (reason !== undefined) return { ...refused(functionId, reason), requestId: call.requestId ?? randomUUID() };
      const result = await poolFor(functionId).call(call);
      if (result === undefined) return { status: "throttled" };
      const { isError, ...rest } = result;
      return { status: isError ? "failed" : "succeeded", ...rest };
    },
    reload: async (ids) => {
      await Promise.all(ids.map((id) => poolFor(id).reload()));
    },
    copies: (id) => poolFor(id).size(),
    stop: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
    },
  };
};

const refused = (id: string, reason: string) => ({
  status: "failed" as const,
  durationMs: 0,
  payload: JSON.stringify({ errorType: "Local.NotRun", errorMessage: `${id} does not run here: ${reason}` }),
  log: "",
});
