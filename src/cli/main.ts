#!/usr/bin/env node
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import type { WriteStream } from "node:tty";
import type { Output } from "./context.ts";
import { oldNode } from "./oldNode.ts";
import { run } from "./run.ts";

const USUAL_WIDTH = 80;

const tooOld = oldNode(process.versions.node);
if (tooOld !== undefined) {
  process.stderr.write(`tributary: ${tooOld}\n`);
  process.exit(1);
}

const interruption = new AbortController();
process.on("SIGINT", () => {
  if (interruption.signal.aborted) process.exit(130); // the second time, at once
  interruption.abort(new Error("Interrupted"));
});

// `tributary logs | head` has read enough. That is no error.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    if (stream === process.stdout)
      process.stderr.write(`tributary: The output could not be written: ${error.message}\n`);
    process.exit(1);
  });

const outputTo = (stream: WriteStream): Output => ({
  write: async (text) => {
    if (text !== "" && !stream.write(text)) await once(stream, "drain");
  },
  isTerminal: stream.isTTY === true,
  get width() {
    return stream.columns ?? USUAL_WIDTH;
  },
  hasColor:
    stream.isTTY === true &&
    stream.hasColors() &&
    (process.env["NO_COLOR"] ?? "") === "" &&
    process.env["TERM"] !== "dumb",
});

process.exitCode = await run(process.argv.slice(2), {
  out: outputTo(process.stdout),
  err: outputTo(process.stderr),
  input: Object.assign(process.stdin, { isTerminal: process.stdin.isTTY === true }),
  env: process.env,
  now: Date.now,
  random: Math.random,
  fetch,
  signal: interruption.signal,
  pause: (ms) =>
    new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        reject(interruption.signal.reason);
      };
      const timer = setTimeout(() => {
        interruption.signal.removeEventListener("abort", stop);
        resolve();
      }, ms);
      interruption.signal.addEventListener("abort", stop, { once: true });
    }),
  browse: async (address) => {
    const { default: open } = await import("open");
    await open(address);
  },
  ask: async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await lines.question(question, { signal: interruption.signal });
    } finally {
      lines.close();
    }
  },
});
