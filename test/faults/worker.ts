/**
 * Runs the functions in their own process, as Lambda does. The process gets events over IPC, and can be killed at any moment.
 * `SOURCES` is the folder with the functions.
 */
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { contextOf } from "../../src/local/context.ts";
import type { LambdaHandler } from "../../src/middleware/lambda.ts";
import type { Invocation, Reply } from "./lambda.ts";
import type { FunctionName } from "./plan.ts";

// The clock is replaced before the functions are loaded, because they may keep `Date.now`. It moves only between two phases of
// a run, when no function is at work.
const now = Date.now;
let ahead = 0;
Date.now = () => now() + ahead;

const load = (file: string) => import(new URL(file, process.env["SOURCES"]).href);

const exported = async (name: string): Promise<LambdaHandler<unknown>> => (await load(`handlers/${name}.ts`)).handler;

const { reading, writing }: typeof import("../../src/middleware/stack.ts") = await load("middleware/stack.ts");
const { onEvent }: typeof import("../../src/tributary.ts") = await load("tributary.ts");
const { streams: ownStreams }: typeof import("../../src/streams.ts") = await load("streams.ts");
const { s3 }: typeof import("../../src/schemas/s3.ts") = await load("schemas/s3.ts");
const { schedule }: typeof import("../../src/schemas/schedule.ts") = await load("schemas/schedule.ts");
const { http }: typeof import("../../src/schemas/http.ts") = await load("schemas/http.ts");
const { sqs }: typeof import("../../src/schemas/sqs.ts") = await load("schemas/sqs.ts");
const { kinesis }: typeof import("../../src/schemas/kinesis.ts") = await load("schemas/kinesis.ts");
const { dynamodb }: typeof import("../../src/schemas/dynamodb.ts") = await load("schemas/dynamodb.ts");
const { tableFrom }: typeof import("../../src/log/table.ts") = await load("log/table.ts");
const { dynamoStore }: typeof import("../../src/log/store.ts") = await load("log/store.ts");
const { dynamoReader }: typeof import("../../src/log/reader.ts") = await load("log/reader.ts");

type Functions = Readonly<Record<FunctionName, LambdaHandler<unknown>>>;

const workOn = (on: typeof onEvent): LambdaHandler<unknown> =>
  on(s3("s3"), async (_, { id }) => {
    await wait(2);
    return { done: id };
  });

/** The deployed stack has no queues and no streams. */
const streams = { ...ownStreams, sqs: { bySubject: true }, kinesis: {}, dynamodb: { bySubject: true } };
const polled = (on: ReturnType<typeof writing<typeof streams>>["onEvent"]) => ({
  sqs: on(sqs("sqs", { body: z.looseObject({ mark: z.string() }) })),
  kinesis: on(kinesis("kinesis")),
  dynamodb: on(dynamodb("dynamodb")),
});

const deployed: Functions = {
  ...polled(writing(streams).onEvent),
  s3: await exported("s3"),
  worked: workOn(onEvent),
  schedule: await exported("schedule"),
  http: await exported("http"),
  logs: reading(streams), // the exported one does not know the queues and streams
};

/** The same functions, deployed with this retention. */
const withRetention = (retentionDays: number): Functions => {
  const table = tableFrom({ ...process.env, RETENTION_DAYS: String(retentionDays) }, streams);
  const { onEvent } = writing(streams, { store: dynamoStore(table) });
  return {
    ...polled(onEvent),
    s3: onEvent(s3("s3")),
    worked: workOn(onEvent),
    schedule: onEvent(schedule("schedule")),
    http: onEvent(http("http")),
    logs: reading(streams, { reader: dynamoReader(table, Date.now) }),
  };
};

const byRetention = new Map<number, Functions>([[0, deployed]]);
const functionsOf = (retentionDays: number): Functions => {
  const functions = byRetention.get(retentionDays) ?? withRetention(retentionDays);
  byRetention.set(retentionDays, functions);
  return functions;
};

// Collects the log lines of the functions. They are sent with the answer of the invocation that wrote them.
const lines = new Map<string, unknown[]>();
const write = process.stderr.write.bind(process.stderr);
process.stderr.write = (chunk: string | Uint8Array) => {
  if (!String(chunk).startsWith('{"level"')) return write(chunk);
  const line: { function: string } = JSON.parse(String(chunk));
  lines.get(line.function)?.push(line);
  return true;
};

process.on("message", async ({ number, to, event, timeoutMs, setting, request }: Invocation) => {
  ahead = setting.aheadMs;
  const own = contextOf(`${to} ${number}`, timeoutMs);
  const { requestId = own.awsRequestId, clientContext } = request;
  const { invokedFunctionArn } = contextOf(to);
  const context = { ...own, invokedFunctionArn, awsRequestId: requestId, clientContext };
  lines.set(own.functionName, []);
  const reply = await functionsOf(setting.retentionDays)
    [to](event, context)
    .then(
      (answer) => ({ status: "answered" as const, answer }),
      (error: unknown) => ({ status: "threw" as const, error: String(error) }),
    );
  process.send?.({ number, ...reply, lines: lines.get(own.functionName) ?? [] } satisfies Reply);
  lines.delete(own.functionName);
});

process.on("disconnect", () => process.exit());
process.send?.("ready");
