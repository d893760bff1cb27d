/** The runtime of a function: a worker thread that imports its code, and runs one invocation at a time, as Lambda does. */

import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { contextOf } from "../context.ts";
import type { Invocation, Message, Setup } from "./message.ts";

const { file, handler }: Setup = workerData;
const send = (message: Message) => parentPort?.postMessage(message);

process.setSourceMapsEnabled(true);
process.on("unhandledRejection", (reason) => {
  const error = new Error(reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason));
  error.name = "Runtime.UnhandledPromiseRejection";
  throw error;
});

const load = async (): Promise<(event: unknown, context: unknown) => unknown> => {
  const name = handler.slice(handler.lastIndexOf(".") + 1);
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(file).href);
  // A CommonJS module may have all its exports in `default`.
  const found = Object.entries({ ...module, ...Object(module["default"]) }).find(([key]) => key === name)?.[1];
  if (typeof found === "function") return (event, context) => found(event, context);
  const missing = new Error(`${handler} is undefined or not exported`);
  missing.name = "Runtime.HandlerNotFound";
  throw missing;
};

const run = async ({ payload, functionName, timeoutMs, ...rest }: Invocation): Promise<Message> => {
  try {
    const context = {
      ...contextOf(functionName, timeoutMs),
      awsRequestId: rest.requestId,
      invokedFunctionArn: rest.functionArn,
      memoryLimitInMB: String(rest.memoryMb),
      ...(rest.clientContext !== undefined && { clientContext: rest.clientContext }),
    };
    const answer = await (await loaded)(JSON.parse(payload), context);
    return { kind: "result", payload: JSON.stringify(answer) ?? "null" };
  } catch (error) {
    return { kind: "error", payload: errorPayload(error) };
  }
};

const loaded = load();
// After a failure, the invocation answers with the error.
loaded.then(
  () => send({ kind: "ready", isBroken: false }),
  () => send({ kind: "ready", isBroken: true }),
);
parentPort?.on("message", async (invocation: Invocation) => {
  const message = await run(invocation);
  await Promise.all([process.stdout, process.stderr].map(flushed));
  send(message);
});

/** Waits until the main thread has what the function wrote. It goes another way than the answer, which could overtake it. */
function flushed(stream: NodeJS.WriteStream): Promise<unknown> {
  return new Promise((resolve) => stream.write("", resolve));
}

/** The payload of an error, as Lambda's runtime sends it. */
function errorPayload(error: unknown): string {
  const { name, message, stack = "" } = error instanceof Error ? error : { name: "string", message: String(error) };
  return JSON.stringify({ errorType: name, errorMessage: message, trace: stack.split("\n") });
}
