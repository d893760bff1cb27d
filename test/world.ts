import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { HttpAnswer } from "../src/http/answer.ts";
import { contextOf } from "../src/local/context.ts";
import { routeFor, routeKeyOf } from "../src/local/routing.ts";
import { readTemplate } from "../src/local/template.ts";
import type { Entry } from "../src/log/entry.ts";
import { dynamoReader } from "../src/log/reader.ts";
import { dynamoStore } from "../src/log/store.ts";
import type { Streams } from "../src/log/streams.ts";
import type { Table } from "../src/log/table.ts";
import type { LambdaHandler } from "../src/middleware/lambda.ts";
import { type ReadingOptions, reading, writing } from "../src/middleware/stack.ts";
import { http } from "../src/schemas/http.ts";
import type { BatchAnswer } from "../src/schemas/kit/batchAnswer.ts";
import type { Report } from "../src/schemas/kit/report.ts";
import { s3 } from "../src/schemas/s3.ts";
import { schedule } from "../src/schemas/schedule.ts";
import { streams } from "../src/streams.ts";
import { newTable } from "./table.ts";

export type World = ReturnType<typeof worldOf>;

/** The functions with a new table. The test may choose the clock. */
export const newWorld = async (
  settings: Readonly<Record<string, string>> = {},
  clock: () => number = Date.now,
  more: Pick<ReadingOptions, "pause" | "schedule"> = {},
) => worldOf(await newTable(settings), clock, more);

export const worldOf = (
  table: Table,
  clock: () => number = Date.now,
  more: Pick<ReadingOptions, "pause" | "schedule"> = {},
) => {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const reader = dynamoReader(table, clock);
  const { onEvent } = writing(streams, { store: dynamoStore(table), clock, print });
  return {
    table,
    lines,
    onEvent,
    s3: reporting(onEvent(s3("s3"))),
    /** The same function, for changes that come in messages of a queue. */
    s3Queue: onEvent(s3("s3")),
    s3BothWays: onEvent(s3("s3", { bothWays: true })),
    http: onEvent(http("http")),
    schedule: onEvent(schedule("schedule")),
    logs: reading(streams, { reader, clock, print, ...more }),
  };
};

/** The writing and the reading side of a new log with these streams. */
export const newLog = async <const S extends Streams>(streams: S) => {
  const table = await newTable({}, streams);
  const print = () => {};
  return {
    ...writing(streams, { store: dynamoStore(table), print }),
    logs: reading(streams, { reader: dynamoReader(table), print }),
  };
};

/** A function whose event does not come from a queue. So it answers with a report. */
export const reporting =
  (handler: LambdaHandler<Report | BatchAnswer>): LambdaHandler<Report> =>
  async (event, context) => {
    const answer = await handler(event, context);
    if ("batchItemFailures" in answer) throw new Error("The function answers as if its event came from a queue");
    return answer;
  };

/** Delivers a new copy of the event, as Lambda does. */
export const deliver = <Answer>(handler: LambdaHandler<Answer>, event: unknown, timeoutMs?: number): Promise<Answer> =>
  handler(JSON.parse(JSON.stringify(event)), contextOf("test", timeoutMs));

/** Delivers the event in a request with this id. When Lambda tries an event again, it keeps the id. */
export const deliverAs = <Answer>(requestId: string, handler: LambdaHandler<Answer>, event: unknown): Promise<Answer> =>
  handler(JSON.parse(JSON.stringify(event)), { ...contextOf("test"), awsRequestId: requestId });

const { routes } = readTemplate();

/** The key of the route by which a request comes: that of template.yaml, as API Gateway selects it. */
export const routeKey = (method: string, path: string): string =>
  routeKeyOf(routeFor(routes, method, path) ?? { method, path });

/** A request as an HTTP API sends it to a function. */
export const request = (
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
) => {
  const [rawPath = "", rawQueryString = ""] = target.split("?");
  return {
    version: "2.0",
    routeKey: routeKey(method, rawPath),
    rawPath,
    rawQueryString,
    headers,
    requestContext: {
      accountId: "123456789012",
      apiId: "api",
      http: { method, path: rawPath },
      requestId: randomUUID(),
      stage: "$default",
      timeEpoch: Date.now(),
    },
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
  };
};

export interface Page {
  readonly entries: readonly Entry[];
  readonly next?: string;
  readonly prev?: string;
  readonly reached?: string;
}

/** Reads one page. It must exist. */
export const page = async (logs: LambdaHandler<HttpAnswer>, target: string): Promise<Page> => {
  const { statusCode, body = "" } = await deliver(logs, request("GET", target));
  expect(statusCode, body).toBe(200);
  return JSON.parse(body);
};

/** Reads all pages. */
export const readAll = async (logs: LambdaHandler<HttpAnswer>, target: string): Promise<readonly Entry[]> => {
  const { entries, next } = await page(logs, target);
  return next === undefined ? entries : [...entries, ...(await readAll(logs, next))];
};

/** The parsed JSON body of an answer. */
export const bodyOf = ({ body = "" }: HttpAnswer) => JSON.parse(body);
