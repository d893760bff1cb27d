import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import type { Entry } from "../../src/log/entry.ts";
import type { Lambda } from "./lambda.ts";
import { CALM_TIMEOUT_MS } from "./plan.ts";

/** All entries and all rejections. */
export interface Log {
  readonly entries: readonly Entry[];
  readonly rejected: readonly Entry[];
}

/** Reads the whole log with the function of `GET /logs` and `GET /rejected`. */
export const readLog = async (lambda: Lambda): Promise<Log> => ({
  entries: await readAll(lambda, "/logs"),
  rejected: await readAll(lambda, "/rejected"),
});

/** Follows `/logs` and `/rejected` as a client does, from the beginning. Each call returns the entries since the call before it. */
export const newFollower = (lambda: Lambda) => {
  const streams = new Map(FOLLOWED.map((path) => [path, `${path}?follow=0000-01-01T00:00:00Z&limit=${FULL}`]));
  return async (): Promise<readonly Entry[]> => {
    const seen: Entry[] = [];
    for (let [path, target] of streams)
      for (let isMore = true; isMore; streams.set(path, target)) {
        const { entries, next = target } = await readPage(lambda, target);
        seen.push(...entries);
        isMore = entries.length === FULL;
        target = next;
      }
    return seen;
  };
};

const FULL = 100;
const FOLLOWED = ["/logs", "/rejected"];

const readAll = async (lambda: Lambda, path: string): Promise<readonly Entry[]> => {
  const entries: Entry[] = [];
  for (let next: string | undefined = `${path}?limit=100`; next !== undefined; ) {
    const page: z.infer<typeof Page> = await readPage(lambda, next);
    entries.push(...page.entries);
    next = page.next;
  }
  return entries;
};

/** The status of reading the entry or the rejection with this id. */
export const readStatus = async (lambda: Lambda, id: string): Promise<number> =>
  (await read(lambda, `/${id.startsWith("rejected.") ? "rejected" : "logs"}/${id}`)).statusCode;

const readPage = async (lambda: Lambda, target: string): Promise<z.infer<typeof Page>> => {
  const { statusCode, body } = await read(lambda, target);
  if (statusCode !== 200) throw new Error(`The log cannot be read: ${statusCode} ${body}`);
  return Page.parse(JSON.parse(body));
};

const TRIES = 12;
const PAUSE_MS = 1_000;

/** Sends a request, and sends it again after a 503, because a busy machine may not answer in time. */
const read = async (lambda: Lambda, target: string, tries = TRIES): Promise<z.infer<typeof Answer>> => {
  const [rawPath = "", rawQueryString] = target.split("?");
  const event = {
    routeKey: `GET ${rawPath.replace(/^(\/\w+)\/.+$/, "$1/{id}")}`,
    ...{ rawPath, rawQueryString, headers: {}, requestContext: { http: { method: "GET", path: rawPath } } },
  };
  const ended = await lambda.invoke("logs", event, CALM_TIMEOUT_MS);
  const answer = Answer.safeParse(ended.status === "answered" ? ended.answer : undefined);
  if (!answer.success) throw new Error(`The log cannot be read: ${JSON.stringify(ended)}`);
  if (answer.data.statusCode !== 503 || tries === 1) return answer.data;
  await wait(PAUSE_MS);
  return read(lambda, target, tries - 1);
};

const Answer = z.object({ statusCode: z.number(), body: z.string() });
const Page = z.object({ entries: z.array(z.custom<Entry>()), next: z.string().optional() });
