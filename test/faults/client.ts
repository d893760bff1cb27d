import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { type Account, acknowledge, invoked, sent } from "./account.ts";
import { type Attempt, attemptOf } from "./attempts.ts";
import type { Call } from "./calls.ts";
import type { Expected } from "./expected.ts";
import type { Lambda } from "./lambda.ts";

const PAUSE_MS = 10;

/**
 * Sends a request as a client does: again, until each event in it has a final answer or the client gives up. Returns how
 * many clients gave up.
 */
export const call = async (
  lambda: Lambda,
  account: Account,
  { timeoutMs, request, shiftMs = 0 }: Sent,
): Promise<number> => {
  sent(account, request.parts);
  const client = async (_: unknown, number: number) => {
    for (let attempt = 0; attempt < request.tries; attempt++) {
      const tried = attemptOf(request, number, attempt);
      if (await once(lambda, account, request, { ...tried, receipt: tried.receipt + shiftMs }, timeoutMs)) return true;
      await wait(PAUSE_MS);
    }
    return false;
  };
  const ends = await Promise.all(Array.from({ length: request.clients }, client));
  const givenUp = ends.filter((end) => !end).length;
  if (request.afterwards === undefined || givenUp > 0) return givenUp;
  return call(lambda, account, { timeoutMs, request: request.afterwards, shiftMs });
};

interface Sent {
  readonly timeoutMs: number;
  readonly request: Call;
  /** How much later than planned it is sent, by the clock of the API. */
  readonly shiftMs?: number;
}

const once = async (
  lambda: Lambda,
  account: Account,
  request: Call,
  tried: Attempt,
  timeoutMs: number,
): Promise<boolean> => {
  const ended = await lambda.invoke("http", eventOf(request, tried), timeoutMs);
  invoked(account, ended, request.parts.length);
  if (ended.status === "died") return false;
  if (ended.status === "threw") {
    account.faults.push(`The HTTP function threw: ${ended.error}`);
    return false;
  }
  const { body } = Answer.parse(ended.answer);
  const answers = Answers.parse(request.batch ? JSON.parse(body) : [JSON.parse(body)]);
  if (answers.length !== request.parts.length)
    account.faults.push(`${answers.length} answers to ${request.parts.length} events`);
  return request.parts.map((part, index) => settle(account, part, answers[index])).every((settled) => settled);
};

/** Notes the answer to one event. Returns whether the answer is final. */
const settle = (account: Account, part: Expected, answer: z.infer<typeof Part> | undefined): boolean => {
  if (answer === undefined || answer.status === 503) return false;
  const { status, id, instance } = answer;
  const wanted = part.stream === "rejected" ? REFUSED : KEPT;
  if (!wanted.includes(status) && !(part.mayExpire && [...REFUSED, ...KEPT].includes(status)))
    account.faults.push(`${part.mark} (${part.stream}) was answered ${status}`);
  acknowledge(account, part, (REFUSED.includes(status) ? instance?.split("/").at(-1) : id) ?? "none");
  return true;
};

const KEPT = [200, 201];
const REFUSED = [400, 422];

const Answer = z.object({ body: z.string() });
const Part = z.object({ status: z.number(), id: z.string().optional(), instance: z.string().optional() });
const Answers = z.array(Part);

/** The request as API Gateway gives it to the function. Each try has its own id and time. */
const eventOf = (call: Call, tried: Attempt) => {
  return {
    version: "2.0",
    routeKey: "POST /events",
    rawPath: "/events",
    rawQueryString: "",
    ...call.requestOf(tried),
    requestContext: {
      accountId: "123456789012",
      apiId: "api",
      http: { method: "POST", path: "/events" },
      requestId: `${call.name} ${tried.client} ${tried.attempt} ${tried.receipt}`,
      stage: "$default",
      timeEpoch: tried.receipt,
      authorizer: { iam: call.caller(tried) },
    },
    isBase64Encoded: false,
  };
};
