/**
 * The functions in a process of their own, as Lambda has them: takes events over IPC, and can be killed at any moment.
 * `SOURCES` is the folder whose handlers these are.
 */
import { setTimeout as wait } from "node:timers/promises";
import { contextOf } from "../../src/local/context.ts";
import type { LambdaHandler } from "../../src/middleware/lambda.ts";
import type { Invocation, Reply } from "./lambda.ts";
import type { FunctionName } from "./plan.ts";

// Before the functions are loaded, which keep what they find. Time passes between the phases of a schedule: nothing is under way while the clock is put ahead.
const now = Date.now;
let ahead = 0;
Date.now = () => now() + ahead;

const load = (file: string) => import(new URL(file, process.env["SOURCES"]).href);

const exported = async (name: string): Promise<LambdaHandler<unknown>> => (await load(`handlers/${name}.ts`)).handler;

const { onEvent }: typeof import("../../src/middleware/stack.ts") = await load("middleware/stack.ts");
const { s3 }: typeof import("../../src/schemas/s3.ts") = await load("schemas/s3.ts");

const functions: Readonly<Record<FunctionName, LambdaHandler<unknown>>> = {
  s3: await exported("s3"),
  worked: onEvent(s3, async (_, { id }) => {
    await wait(2);
    return { done: id };
  }),
  schedule: await exported("schedule"),
  http: await exported("http"),
  logs: await exported("logs"),
};

// The functions' log: each line goes with the answer of the invocation that wrote it.
const lines = new Map<string, unknown[]>();
const write = process.stderr.write.bind(process.stderr);
process.stderr.write = (chunk: string | Uint8Array) => {
  if (!String(chunk).startsWith('{"level"')) return write(chunk);
  const line: { requestId: string } = JSON.parse(String(chunk));
  lines.get(line.requestId)?.push(line);
  return true;
};

process.on("message", async ({ number, to, event, timeoutMs, aheadMs }: Invocation) => {
  ahead = aheadMs;
  const context = contextOf(to, timeoutMs);
  lines.set(context.awsRequestId, []);
  const reply = await functions[to](event, context).then(
    (answer) => ({ status: "answered" as const, answer }),
    (error: unknown) => ({ status: "threw" as const, error: String(error) }),
  );
  process.send?.({ number, ...reply, lines: lines.get(context.awsRequestId) ?? [] } satisfies Reply);
  lines.delete(context.awsRequestId);
});

process.on("disconnect", () => process.exit());
process.send?.("ready");
