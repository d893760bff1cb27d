import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { type Account, acknowledge, invoked, sent } from "./account.ts";
import type { Ended, Lambda, RequestFields } from "./lambda.ts";
import type { Delivery } from "./plan.ts";

const TRIES = 3;
const PAUSE_MS = 10;

/** An event that failed at each try, and the request in which Lambda tried it. */
export interface Failure {
  readonly delivery: Delivery;
  readonly requestId: string;
  /** The event as it was delivered. It is JSON text, so that a function cannot change it. */
  readonly requestPayload: string;
}

/**
 * Delivers an asynchronous event as Lambda does. After an error it tries twice more, and then puts the event on the failure
 * queue. Each copy of the event is delivered independently.
 */
export const deliver = async (
  lambda: Lambda,
  account: Account,
  queue: Failure[],
  { timeoutMs, delivery }: { readonly timeoutMs: number; readonly delivery: Delivery },
): Promise<void> => {
  sent(account, delivery.records);
  await wait(delivery.afterMs);
  const requestPayload = JSON.stringify(delivery.event);
  const copy = async (_: unknown, number: number) => {
    const requestId = delivery.areRequests ? `${delivery.requestId} ${number}` : delivery.requestId;
    for (let tried = 0; tried < TRIES; tried++) {
      const { status } = await deliverOnce(lambda, account, delivery, timeoutMs, { requestId });
      if (status === "answered") return true;
      await wait(PAUSE_MS);
    }
    queue.push({ delivery, requestId, requestPayload });
    return false;
  };
  const ends = await Promise.all(Array.from({ length: delivery.copies }, copy));
  if (delivery.again && ends.includes(true)) await copy(undefined, delivery.copies);
};

/** Invokes the function once, and notes the result. */
export const deliverOnce = async (
  lambda: Lambda,
  account: Account,
  { to, event, records }: Delivery,
  timeoutMs: number,
  request: RequestFields,
): Promise<Ended> => {
  const ended = await lambda.invoke(to, event, timeoutMs, request);
  invoked(account, ended, records.length);
  if (ended.status !== "answered") return ended;
  const { ids } = Report.parse(ended.answer);
  if (ids.length !== records.length) account.faults.push(`${ids.length} ids for ${records.length} records`);
  for (const [index, record] of records.entries()) acknowledge(account, record, ids[index] ?? "none");
  return ended;
};

const Report = z.object({ ids: z.array(z.string()) });
