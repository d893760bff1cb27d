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
  readonly request: RequestFields;
}

/** What may change between the phases of a run. */
export interface Setting {
  /** How far the functions' clock is ahead of the clock of this process. */
  readonly aheadMs: number;
  /** `RETENTION_DAYS` of the functions. */
  readonly retentionDays: number;
}

/** Fields of Lambda's context. Without a request id, the invocation gets a new one. */
export interface RequestFields {
  readonly requestId?: string;
  readonly clientContext?: unknown;
}

/** How an invocation ended that was not killed, and its log lines. */
export type Returned = { readonly lines: readonly unknown[] } & (
  | { readonly status: "answered"; readonly answer: unknown }
  | { readonly status: "threw"; readonly error: string }
);

export type Ended = Returned | { readonly status: "died"; readonly by: string };

export type Reply = Returned & { readonly number: number };

export type Lambda = ReturnType<typeof startLambda>;

export const TABLE = "tributary";
const SHARDS = "1;2026-01-15T00:00:00Z=2";

/** Runs the functions in the folder `sources` in another process. When the process dies, a new one is started. */
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

  /** Kills the process at once, and starts another. */
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
    /** Invokes the function with a new copy of the event. After the time-out, the process is killed, as Lambda does it. */
    invoke: async (
      to: FunctionName,
      event: unknown,
      timeoutMs: number,
      request: RequestFields = {},
    ): Promise<Ended> => {
      const number = ++count;
      const { promise, resolve } = Promise.withResolvers<Ended>();
      await running();
      waiting.set(number, resolve);
      worker.child.send({ number, to, event, timeoutMs, setting, request } satisfies Invocation, () => {}); // if this fails, `exit` follows
      const timer = setTimeout(kill, timeoutMs);
      const ended = await promise;
      clearTimeout(timer);
      return ended;
    },
    kill,
    /** Changes the clock and the retention of all later invocations. */
    set: (to: Setting) => {
      setting = to;
    },
    stop: () => worker.child.removeAllListeners("exit").kill("SIGKILL"),
  };
};
