import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** A process of `npm start`. */
export interface Started {
  /** `undefined` if it ended without starting. */
  readonly url: string | undefined;
  readonly child: ChildProcess;
  /** All that it has printed. */
  readonly text: () => string;
  /** Waits until it has printed this. */
  readonly printed: (text: string) => Promise<void>;
  /** Sends a signal, and waits for the end. Returns the exit code, or the signal that ended it. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | string | null>;
}

const RUN = fileURLToPath(new URL("../../src/local/run.ts", import.meta.url));

/** Starts the local system as `npm start` does, on a free port, and waits until it runs or has ended. It is killed when the test ends. */
export const startProcess = async (folder: string, ...args: readonly string[]): Promise<Started> => {
  const port = args.includes("--port") ? [] : ["--port", "0"];
  const child = spawn(process.execPath, [RUN, ...port, ...args], { cwd: folder, env: { PATH: process.env["PATH"] } });
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  let onText: () => void = () => {};
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      text += chunk;
      onText();
    });
  const ended = once(child, "close");
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds() && child.exitCode === null && child.signalCode === null)
      await Promise.race([ended, new Promise<void>((resolve) => (onText = resolve))]);
  };
  await until(() => text.includes("Press Ctrl-C to stop."));
  return {
    url: /runs at (\S+)/.exec(text)?.[1],
    child,
    text: () => text,
    printed: async (expected) => {
      await until(() => text.includes(expected));
      if (!text.includes(expected)) throw new Error(`It did not print ${JSON.stringify(expected)}, but:\n${text}`);
    },
    end: async (signal) => {
      child.kill(signal);
      await ended;
      return child.exitCode ?? child.signalCode;
    },
  };
};
