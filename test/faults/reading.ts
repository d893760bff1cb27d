import * as z from "zod";
import type { Entry } from "../../src/log/entry.ts";
import type { Lambda } from "./lambda.ts";
import { CALM_TIMEOUT_MS } from "./plan.ts";

/** All that the log says: of what was accepted, and of what was rejected. */
export interface Log {
  readonly entries: readonly Entry[];
  readonly rejected: readonly Entry[];
}

/** Reads the whole log by the function that answers `GET /logs` and `GET /rejected`. */
export const readLog = async (lambda: Lambda): Promise<Log> => ({
  entries: await readAll(lambda, "/logs"),
  rejected: await readAll(lambda, "/rejected"),
});

const readAll = async (lambda: Lambda, path: string): Promise<readonly Entry[]> => {
  const entries: Entry[] = [];
  for (let next: string | undefined = `${path}?limit=100`; next !== undefined; ) {
    const page: z.infer<typeof Page> = await readPage(lambda, next);
    entries.push(...page.entries);
    next = page.next;
  }
  return entries;
};

const readPage = async (lambda: Lambda, target: string) => {
  const [rawPath, rawQueryString] = target.split("?");
  const event = { rawPath, rawQueryString, headers: {}, requestContext: { http: { method: "GET", path: rawPath } } };
  const ended = await lambda.invoke("logs", event, CALM_TIMEOUT_MS);
  const answer = Answer.safeParse(ended.status === "answered" ? ended.answer : undefined);
  if (!answer.success) throw new Error(`The log cannot be read: ${JSON.stringify(ended)}`);
  return Page.parse(JSON.parse(answer.data.body));
};

const Answer = z.object({ statusCode: z.literal(200), body: z.string() });
const Page = z.object({ entries: z.array(z.custom<Entry>()), next: z.string().optional() });
