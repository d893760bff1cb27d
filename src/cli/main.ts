#!/usr/bin/env node
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { addAbortSignal } from "node:stream";
import { setTimeout } from "node:timers/promises";
import type { WriteStream } from "node:tty";
import { type Output, unread } from "./context.ts";
import { oldNode } from "./oldNode.ts";
import { run } from "./run.ts";

const USUAL_WIDTH = 80;

const tooOld = oldNode(process.versions.node);
if (tooOld !== undefined) {
  process.stderr.write(`tributary: ${tooOld}\n`);
  process.exit(1);
}

const interruption = new AbortController();
let isInterrupted = false;
const interrupt = () => {
  if (isInterrupted) process.exit(130); // the second time, at once
  isInterrupted = true;
  interruption.abort(new Error("Interrupted"));
};
process.on("SIGINT", interrupt);

let goesOnUnread = false;
const closed = new Set<WriteStream>();
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") {
      closed.add(stream);
      if (stream === process.stdout && !goesOnUnread) interruption.abort(unread);
      return;
    }
    if (stream === process.stdout)
      process.stderr.write(`tributary: The output could not be written: ${error.message}\n`);
    process.exit(1);
  });

const outputTo = (stream: WriteStream): Output => ({
  write: async (text) => {
    if (text === "" || closed.has(stream) || stream.write(text)) return;
    await once(stream, "drain").catch(() => {}); // an error has its own listener
  },
  isTerminal: stream.isTTY === true,
  get width() {
    return stream.columns || USUAL_WIDTH; // a terminal that does not know its width says 0
  },
  hasColor:
    stream.isTTY === true &&
    stream.hasColors() &&
    (process.env["NO_COLOR"] ?? "") === "" &&
    process.env["TERM"] !== "dumb",
});

/** What comes on stdin. It throws when the command is to end. */
async function* input(): AsyncGenerator<Uint8Array> {
  try {
    yield* addAbortSignal(interruption.signal, process.stdin);
  } catch (thrown) {
    throw interruption.signal.aborted ? interruption.signal.reason : thrown;
  }
}

process.exitCode = await run(process.argv.slice(2), {
  out: outputTo(process.stdout),
  err: outputTo(process.stderr),
  input: Object.assign(input(), { isTerminal: process.stdin.isTTY === true }),
  env: process.env,
  now: Date.now,
  random: Math.random,
  fetch,
  signal: interruption.signal,
  goOnUnread: () => {
    goesOnUnread = true;
  },
  pause: (ms) =>
    setTimeout(ms, undefined, interruption).catch(() => {
      throw interruption.signal.reason;
    }),
  browse: async (address) => {
    const { default: open } = await import("open");
    await open(address);
  },
  ask: async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    lines.on("SIGINT", interrupt); // while it asks, Ctrl-C is a key
    try {
      return await lines.question(question, interruption);
    } catch (thrown) {
      throw interruption.signal.aborted ? interruption.signal.reason : thrown;
    } finally {
      lines.close();
    }
  },
});
