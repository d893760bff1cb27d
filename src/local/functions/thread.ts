import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { FunctionSettings } from "../project/functions.ts";
import type { Code } from "./bundle.ts";
import { INIT_MS } from "./initTime.ts";
import type { Invocation, Message, Setup } from "./message.ts";

/** What became of an invocation. `payload` is JSON: the answer, or the error as Lambda's runtime describes it. */
export interface Outcome {
  readonly payload: string;
  readonly isError: boolean;
  /** The end of what the function wrote meanwhile, at most 4 KB. */
  readonly log: string;
}

/** A copy of a function: it has loaded the code, and runs one invocation at a time. */
export interface Thread {
  readonly code: Code;
  /** Runs the function for at most `limitMs`. Never throws. If the copy dies meanwhile, the outcome says why. */
  readonly run: (invocation: Invocation, limitMs: number) => Promise<Outcome>;
  /** Whether the copy can run another invocation. */
  readonly isAlive: () => boolean;
  readonly stop: () => Promise<void>;
}

const LOG_BYTES = 4_096;

/** Starts a copy of a function in a worker thread with its own environment. What it writes goes to the terminal. */
export const startThread = (
  { id, handler, memoryMb }: FunctionSettings,
  code: Code,
  environment: Readonly<Record<string, string>>,
): Thread => {
  const worker = new Worker(new URL(`./worker${extname(import.meta.url)}`, import.meta.url), {
    workerData: { file: code.file, handler } satisfies Setup,
    env: { ...environment },
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  let log = Buffer.alloc(0);
  const print = (chunk: Buffer, terminal: NodeJS.WriteStream) => {
    terminal.write(chunk);
    log = Buffer.concat([log, chunk]).subarray(-LOG_BYTES);
  };
  worker.stdout.on("data", (chunk: Buffer) => print(chunk, process.stdout));
  worker.stderr.on("data", (chunk: Buffer) => print(chunk, process.stderr));

  let isAlive = true;
  let isBroken = false;
  let isStopped = false;
  let death = { errorType: "Runtime.ExitError", errorMessage: "Runtime exited without providing a reason" };
  let finish: ((outcome: Omit<Outcome, "log">) => void) | undefined;
  const { promise: ready, resolve: onReady } = Promise.withResolvers<void>();
  worker.on("message", (message: Message) => {
    if (message.kind === "ready") {
      isBroken = message.isBroken;
      onReady();
    } else finish?.({ payload: message.payload, isError: message.kind === "error" });
  });
  worker.on("error", (error: unknown) => {
    const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
    const isMemory = error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
    death = { errorType: isMemory ? "Runtime.OutOfMemory" : name, errorMessage: message };
  });
  worker.on("exit", () => {
    isAlive = false;
    if (finish === undefined && !isStopped)
      console.error(`${id} crashed between two invocations: ${death.errorType}: ${death.errorMessage}`);
    finish?.(failed(death));
  });
  const stop = async () => {
    [isAlive, isStopped] = [false, true];
    await worker.terminate();
  };

  const run: Thread["run"] = async (invocation, limitMs) => {
    const { promise, resolve } = Promise.withResolvers<Omit<Outcome, "log">>();
    finish = resolve;
    log = Buffer.alloc(0);
    const limit = (ms: number) =>
      setTimeout(() => {
        const errorMessage = `Task timed out after ${(ms / 1_000).toFixed(2)} seconds`;
        resolve(failed({ errorType: "Sandbox.Timedout", errorMessage }));
        void stop();
      }, ms);
    let timer = limit(INIT_MS);
    ready.then(() => {
      if (!isAlive) return;
      clearTimeout(timer);
      timer = limit(limitMs);
      worker.postMessage(invocation);
    });
    const outcome = await promise;
    clearTimeout(timer);
    finish = undefined;
    return { ...outcome, log: log.toString() };
  };

  return { code, run, isAlive: () => isAlive && !isBroken, stop };
};

const failed = (error: { readonly errorType: string; readonly errorMessage: string }) => ({
  payload: JSON.stringify(error),
  isError: true,
});
