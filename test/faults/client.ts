import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { type Account, acknowledge, invoked, sent } from "./account.ts";
import { type Call, receiptOf } from "./calls.ts";
import type { Expected } from "./expected.ts";
import type { Lambda } from "./lambda.ts";

const PAUSE_MS = 10;

/**
 * Sends a request as a client does: again until each event in it is answered for good, or it gives up. Gives how many
 * requests were given up.
 */
export const call = async (
  lambda: Lambda,
  account: Account,
  { timeoutMs, request }: { readonly timeoutMs: number; readonly request: Call },
): Promise<number> => {
  sent(account, request.parts);
  const client = async (_: unknown, number: number) => {
    for (let attempt = 0; attempt < request.tries; attempt++) {
      if (await once(lambda, account, request, { number, attempt, timeoutMs })) return true;
      await wait(PAUSE_MS);
    }
    return false;
  };
  const ends = await Promise.all(Array.from({ length: request.clients }, client));
  const givenUp = ends.filter((end) => !end).length;
  if (request.afterwards === undefined || givenUp > 0) return givenUp;
  return call(lambda, account, { timeoutMs, request: request.afterwards });
};

const once = async (
  lambda: Lambda,
  account: Account,
  request: Call,
  { number, attempt, timeoutMs }: { readonly number: number; readonly attempt: number; readonly timeoutMs: number },
): Promise<boolean> => {
  const ended = await lambda.invoke("http", eventOf(request, number, attempt), timeoutMs);
  invoked(account, ended, request.parts.length);
  if (ended.status === "died") return false;
  if (ended.status === "threw") {
    account.faults.push(`The HTTP function threw: ${ended.error}`);
    return false;
  }
  const { body } = Answer.parse(ended.answer);
  const answers = Answers.parse(request.batch ? JSON.parse(body) : [JSON.parse(body)]);
  if (answers.length !== request.parts.length)
    account.faults.push(`${answers.length} answers to ${request.parts.length}`);
  return request.parts.map((part, index) => settle(account, part, answers[index])).every((settled) => settled);
};

/** Notes what one event was answered; whether that is for good. */
const settle = (account: Account, part: Expected, answer: z.infer<typeof Part> | undefined): boolean => {
  if (answer === undefined || answer.status === 503) return false;
  const { status, id, instance } = answer;
  const isRejected = part.stream === "rejected";
  if (isRejected ? status !== 400 && status !== 422 : status !== 200 && status !== 201)
    account.faults.push(`${part.mark} (${part.stream}) was answered ${status}`);
  acknowledge(account, part, (isRejected ? instance?.split("/").at(-1) : id) ?? "none");
  return true;
};

const Answer = z.object({ body: z.string() });
const Part = z.object({ status: z.number(), id: z.string().optional(), instance: z.string().optional() });
const Answers = z.array(Part);

/** The request as API Gateway gives it to the function: each try has an id and a time of its own. */
const eventOf = ({ name, headers, body }: Call, client: number, attempt: number) => ({
  version: "2.0",
  routeKey: "POST /events",
  rawPath: "/events",
  rawQueryString: "",
  headers,
  requestContext: {
    accountId: "123456789012",
    apiId: "api",
    http: { method: "POST", path: "/events" },
    requestId: `${name} ${client} ${attempt}`,
    stage: "$default",
    timeEpoch: receiptOf(name, client, attempt),
    authorizer: { iam: { userArn: "arn:aws:iam::123456789012:user/caller" } },
  },
  body,
  isBase64Encoded: false,
});
