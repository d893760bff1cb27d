import { contextOf } from "../../src/local/context.ts";
import type { Message } from "../../src/redrive/deadLetter.ts";
import { type Redriven, redrive, type Services } from "../../src/redrive/redrive.ts";
import { queueOf } from "../failureQueue.ts";
import type { Account } from "./account.ts";
import { deliverOnce, type Failure } from "./delivery.ts";
import type { Lambda } from "./lambda.ts";
import { CALM_TIMEOUT_MS } from "./plan.ts";

const TRIES = 3; // a busy machine may not answer in time

/**
 * Redrives the failure queue as `npm run redrive -- --go` does, until it is empty. Then a dry run of the same messages must
 * find all of their records in the log. Returns what is wrong, in words.
 */
export const redriveAll = async (
  lambda: Lambda,
  account: Account,
  failures: readonly Failure[],
): Promise<readonly string[]> => {
  const all = failures.map(messageOf);
  const invoke: Services<Message>["invoke"] = async ({ functionArn, event, requestId }) => {
    const failure = failures.find((one) => arnOf(one) === functionArn && one.requestId === requestId);
    if (failure === undefined) throw new Error("This event was not put on the queue");
    const request = { clientContext: { custom: { originalRequestId: requestId } } };
    const ended = await deliverOnce(lambda, account, { ...failure.delivery, event }, CALM_TIMEOUT_MS, request);
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

const arnOf = ({ delivery }: Failure): string => contextOf(delivery.to).invokedFunctionArn;

/** The message of Lambda's failure destination. */
const messageOf = (failure: Failure): Message => ({
  body: `{"requestContext":{"requestId":"${failure.requestId}","functionArn":"${arnOf(failure)}","condition":"RetriesExhausted"},"requestPayload":${failure.requestPayload}}`,
  id: "m",
  attributes: {},
});
