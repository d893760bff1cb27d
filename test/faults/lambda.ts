import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { environmentOf } from "../../src/local/dynamodb.ts";
import type { FunctionName } from "./plan.ts";

export interface Invocation {
  readonly number: number;
  readonly to: FunctionName;
  readonly event: unknown;
  readonly timeoutMs: number;
  readonly setting: Setting;
  readonly request: RequestOf;
}

/** What may change between the phases of a run. */
export interface Setting {
  /** By how much the functions' clock is ahead of this process's. */
  readonly aheadMs: number;
  /** `RETENTION_DAYS` of the functions. */
  readonly retentionDays: number;
}

/** What Lambda's context says of a request; without an id, the request has one of its own. */
export interface RequestOf {
  readonly requestId?: string;
  readonly clientContext?: unknown;
}

/** How an invocation ended by itself, and what it wrote to its log. */
export type Returned = { readonly lines: readonly unknown[] } & (
  | { readonly status: "answered"; readonly answer: unknown }
  | { readonly status: "threw"; readonly error: string }
);

export type Ended = Returned | { readonly status: "died"; readonly by: string };

export type Reply = Returned & { readonly number: number };

export type Lambda = ReturnType<typeof startLambda>;

export const TABLE = "tributary";
export const SHARDS = "1;2026-01-15T00:00:00Z=2";

/** Runs the functions of that folder in another process, which is started again when it has died. */
export const startLambda = (endpoint: string, sources: URL) => {
  const env = { ...process.env, ...environmentOf(endpoint, TABLE), SOURCES: sources.href, SHARDS };
  const waiting = new Map<number, (ended: Ended) => void>();
  let count = 0;
  let setting: Setting = { aheadMs: 0, retentionDays: 0 };
  let worker = start();

  function start(): { readonly child: ChildProcess; readonly ready: Promise<unknown> } {
    const child = fork(new URL("worker.ts", import.meta.url), { env });
    child.on("message", (message: Reply | "ready") => {
      if (child !== worker.child || message === "ready") return;
      waiting.get(message.number)?.(message);
      waiting.delete(message.number);
    });
    child.once("exit", (code, signal) => {
      if (child === worker.child) replace(signal ?? `exit code ${code}`);
    });
    return { child, ready: Promise.race([once(child, "message"), once(child, "exit")]) };
  }

  function replace(by: string) {
    worker = start();
    for (const end of waiting.values()) end({ status: "died", by });
    waiting.clear();
  }

  /** Ends the process in the midst of whatever it does, and starts another. */
  const kill = () => {
    worker.child.kill("SIGKILL");
    replace("SIGKILL");
  };

  const running = async (): Promise<void> => {
    const chosen = worker;
    await chosen.ready;
    if (chosen !== worker) await running();
  };

  return {
    /** Gives the function a fresh copy of the event; a function that outlives its time-out is killed, as Lambda does it. */
    invoke: async (to: FunctionName, event: unknown, timeoutMs: number, request: RequestOf = {}): Promise<Ended> => {
      const number = ++count;
      const { promise, resolve } = Promise.withResolvers<Ended>();
      await running();
      waiting.set(number, resolve);
      worker.child.send({ number, to, event, timeoutMs, setting, request } satisfies Invocation, () => {}); // where this fails, `exit` follows
      const timer = setTimeout(kill, timeoutMs);
      const ended = await promise;
      clearTimeout(timer);
      return ended;
    },
    kill,
    /** Changes the clock and the retention of what is invoked from now on. */
    set: (to: Setting) => {
      setting = to;
    },
    stop: () => worker.child.removeAllListeners("exit").kill("SIGKILL"),
  };
};
