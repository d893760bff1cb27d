import type { Store } from "../../src/log/store.ts";
import type { DeadLetter, Message } from "../../src/redrive/deadLetter.ts";
import { look } from "../../src/redrive/look.ts";
import { type Redriven, redrive } from "../../src/redrive/redrive.ts";
import { triggerOf } from "../../src/redrive/triggerOf.ts";
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
  store: Store,
): Promise<readonly string[]> => {
  const all = failures.map(messageOf);
  const invoke = async ({ event, requestId }: DeadLetter) => {
    const requestPayload = JSON.stringify(event);
    const failure = failures.find((one) => one.requestPayload === requestPayload && one.requestId === requestId);
    if (failure === undefined) throw new Error("This event was not put on the queue");
    const request = { clientContext: { custom: { originalRequestId: requestId } } };
    const ended = await deliverOnce(lambda, account, { ...failure.delivery, event }, CALM_TIMEOUT_MS, request);
    if (ended.status !== "answered") throw new Error(JSON.stringify(ended));
  };
  const inspect = async (deadLetter: DeadLetter) => {
    const { functionArn } = deadLetter;
    const name = functionArn === "worked" ? "s3" : functionArn;
    return look({ functionArn, trigger: await triggerOf(`${name}.handler`), store }, deadLetter);
  };
  const drive = (messages: Message[], dry: boolean): Promise<readonly Redriven[]> =>
    Array.fromAsync(redrive({ queue: queueOf(messages), invoke, inspect }, dry));

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

/** The message of Lambda's failure destination. Instead of an ARN, it has the name of the function. */
const messageOf = ({ delivery, requestId, requestPayload }: Failure): Message => ({
  body: `{"requestContext":{"requestId":"${requestId}","functionArn":"${delivery.to}","condition":"RetriesExhausted"},"requestPayload":${requestPayload}}`,
  id: "m",
  attributes: {},
});
