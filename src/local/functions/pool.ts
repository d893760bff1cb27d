import { randomUUID } from "node:crypto";
import type { FunctionSettings } from "../project/functions.ts";
import { UserError } from "../userError.ts";
import type { Code } from "./bundle.ts";
import { type Outcome, startThread, type Thread } from "./thread.ts";

/** How a function is called. */
export interface Call {
  /** JSON. */
  readonly payload: string;
  /** A retry has the id of the first attempt. */
  readonly requestId?: string | undefined;
  readonly clientContext?: unknown;
  /** Stops the function after this time, though it is told that it has its whole timeout. For faults. */
  readonly cutAfterMs?: number | undefined;
}

/** The outcome of a call. */
interface Result extends Outcome {
  readonly requestId: string;
  readonly durationMs: number;
}

/** The running copies of one function. */
export interface Pool {
  /** Calls the function, in a copy that runs nothing else. Returns `undefined` if its concurrency is used up, as Lambda throttles. */
  readonly call: (call: Call) => Promise<Result | undefined>;
  /** Replaces the idle copies. A busy copy ends when its invocation does. */
  readonly reload: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** How many copies exist. */
  readonly size: () => number;
}

/** A laptop runs at most this many copies of a function. More calls wait. Lambda would start more copies. */
const MOST_COPIES = 10;
const IDLE_MS = 30_000;

/** Starts copies of a function when they are needed, and stops them when they were idle for 30 s. */
export const poolOf = (
  settings: FunctionSettings,
  codeOf: () => Code | undefined,
  environment: Readonly<Record<string, string>>,
): Pool => {
  const copies = new Set<Thread>();
  const idle = new Map<Thread, NodeJS.Timeout>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let isStopped = false;

  const stopped = () => new UserError(`${settings.id} was stopped`);
  const release = async (thread: Thread): Promise<void> => {
    idle.delete(thread);
    copies.delete(thread);
    await thread.stop();
  };
  const take = (): Thread => {
    for (const [thread, timer] of idle) {
      clearTimeout(timer);
      idle.delete(thread);
      if (thread.isAlive()) return thread;
      copies.delete(thread);
    }
    const code = codeOf();
    if (code === undefined) throw new Error(`${settings.id} has no code`);
    const thread = startThread(settings, code, environment);
    copies.add(thread);
    return thread;
  };
  const giveBack = (thread: Thread): void => {
    if (isStopped || !thread.isAlive() || thread.code.file !== codeOf()?.file) void release(thread);
    else idle.set(thread, setTimeout(() => void release(thread), IDLE_MS).unref());
  };

  const call: Pool["call"] = async ({ payload, requestId = randomUUID(), clientContext, cutAfterMs }) => {
    if (isStopped) throw stopped();
    if (settings.concurrency !== undefined && running >= settings.concurrency) return undefined;
    running += 1;
    if (running > MOST_COPIES) await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      if (isStopped) throw stopped(); // while it waited
      const thread = take();
      const started = performance.now();
      const outcome = await thread.run(
        {
          requestId,
          payload,
          clientContext,
          timeoutMs: settings.timeoutMs,
          functionName: settings.name,
          functionArn: settings.arn,
          memoryMb: settings.memoryMb,
        },
        cutAfterMs ?? settings.timeoutMs,
      );
      giveBack(thread);
      return { ...outcome, requestId, durationMs: Math.round(performance.now() - started) };
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };

  return {
    call,
    reload: async () => {
      await Promise.all([...idle.keys()].map(release));
    },
    stop: async () => {
      isStopped = true;
      await Promise.all([...copies].map(release));
    },
    size: () => copies.size,
  };
};
