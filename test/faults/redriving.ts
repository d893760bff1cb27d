import { contextOf } from "../../src/local/context.ts";
import { lookIn } from "../../src/middleware/look.ts";
import type { Message } from "../../src/redrive/deadLetter.ts";
import { redrive, type Services } from "../../src/redrive/redrive.ts";
import type { Redriven } from "../../src/redrive/redriven.ts";
import { queueOf } from "../failureQueue.ts";
import type { Account } from "./account.ts";
import { deliverOnce, type Failure } from "./delivery.ts";
import type { Ended, Lambda, RequestFields } from "./lambda.ts";
import { CALM_TIMEOUT_MS, type FunctionName } from "./plan.ts";
import { deliverBatch, type GivenUp } from "./polling.ts";

const TRIES = 3; // a busy machine may not answer in time

/**
 * Redrives the failure queue as `tributary redrive --yes` does, until it is empty. Then a dry run of the same messages must
 * find all of their records in the log. Returns what is wrong, in words.
 */
export const redriveAll = async (
  lambda: Lambda,
  account: Account,
  letters: readonly Letter[],
): Promise<readonly string[]> => {
  const all = letters.map(messageOf);
  const invoke: Services<Message>["invoke"] = async ({ functionArn, event, requestId }) => {
    const letter = letters.find((one) => arnOf(one.to) === functionArn && one.requestId === requestId);
    if (letter === undefined) throw new Error("This event was not put on the queue");
    const request = { clientContext: { custom: { originalRequestId: requestId } } };
    const ended =
      lookIn(event, functionArn) === undefined
        ? await letter.deliver(lambda, account, event, request)
        : await lambda.invoke(letter.to, event, CALM_TIMEOUT_MS, request);
    if (ended.status !== "answered") throw new Error(JSON.stringify(ended));
    return ended.answer;
  };
  const drive = (messages: Message[], dry: boolean): Promise<readonly Redriven[]> =>
    Array.fromAsync(redrive({ queue: queueOf(messages), invoke }, dry));

  const left = [...all];
  let last: readonly Redriven[] = [];
  for (let tried = 0; tried < TRIES && left.length > 0; tried++) last = await drive(left, false);
  const found = await drive([...all], true);
  return [
    ...(left.length > 0 ? [`A redrive failed without a fault: ${JSON.stringify(last)}`] : []),
    ...found
      .filter((one) => one.status !== "waiting" || one.found.kept < one.found.records)
      .map((one) => `A redriven event is not in the log: ${JSON.stringify(one)}`),
  ];
};

/** An event that Lambda gave up, and what it wrote about it. */
export interface Letter {
  readonly to: FunctionName;
  readonly requestId: string;
  /** The part of the record that holds the event, as JSON text. */
  readonly content: string;
  readonly deliver: (lambda: Lambda, account: Account, event: unknown, request: RequestFields) => Promise<Ended>;
}

/** The message of Lambda's failure destination for an asynchronous event. */
export const letterOf = ({ delivery, requestId, requestPayload }: Failure): Letter => ({
  to: delivery.to,
  requestId,
  content: `"requestPayload":${requestPayload}`,
  deliver: (lambda, account, event, request) =>
    deliverOnce(lambda, account, { ...delivery, event }, CALM_TIMEOUT_MS, request),
});

/** The objects of the bucket for the failures of a stream. */
export const lettersOf = ({ source, discarded }: GivenUp): readonly Letter[] =>
  discarded.map(({ payload }, n) => ({
    to: source.to,
    requestId: `${source.records[0]?.expected.mark} ${n}`,
    content: `"payload":${JSON.stringify(payload)}`,
    deliver: (lambda, account, event) => deliverBatch(lambda, account, source, CALM_TIMEOUT_MS, event),
  }));

const arnOf = (name: FunctionName): string => contextOf(name).invokedFunctionArn;

const messageOf = ({ to, requestId, content }: Letter): Message => ({
  body: `{"requestContext":{"requestId":"${requestId}","functionArn":"${arnOf(to)}","condition":"RetriesExhausted"},${content}}`,
  id: "m",
  attributes: {},
});
