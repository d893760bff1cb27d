/** The runtime of a function: a worker thread that imports its code, and runs one invocation at a time, as Lambda does. */

import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import * as z from "zod";
import { contextOf } from "../context.ts";
import { errorPayload, Invocation, type Message, Setup } from "./message.ts";

const { file, handler } = Setup.parse(workerData);
const send = (message: Message) => parentPort?.postMessage(message);

process.setSourceMapsEnabled(true);
process.on("unhandledRejection", (reason) => {
  const error = new Error(reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason));
  error.name = "Runtime.UnhandledPromiseRejection";
  throw error;
});

const load = async (): Promise<(event: unknown, context: unknown) => unknown> => {
  const name = handler.slice(handler.lastIndexOf(".") + 1);
  const module = Module.parse(await import(pathToFileURL(file).href));
  const found = module[name] ?? Module.safeParse(module["default"]).data?.[name];
  if (typeof found === "function") return (event, context) => found(event, context);
  const missing = new Error(`${handler} is undefined or not exported`);
  missing.name = "Runtime.HandlerNotFound";
  throw missing;
};

const Module = z.record(z.string(), z.unknown());

const run = async (message: unknown): Promise<Message> => {
  const { payload, functionName, deadline, ...rest } = Invocation.parse(message);
  try {
    const context = {
      ...contextOf(functionName, deadline - Date.now()),
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
loaded.catch(() => {}); // each invocation answers with the error
parentPort?.on("message", async (message: unknown) => send(await run(message)));
