import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { isoOf } from "../../log/time.ts";
import type { Attempt } from "../functions/functions.ts";
import type { FunctionSettings } from "../project/functions.ts";
import { type Destination, type Places, sendFailure } from "./destination.ts";
import type { Services } from "./services.ts";

/** What became of an asynchronous event. */
export interface Delivered {
  readonly requestId: string;
  readonly attempts: readonly Attempt[];
  /** `undefined` if the function kept the event. */
  readonly failure?: Destination;
}

/** The event, and the id of its request. A delivery that a restart repeats has the id of the first one. */
export interface AsynchronousEvent {
  /** JSON. */
  readonly payload: string;
  readonly requestId?: string;
  readonly clientContext?: unknown;
}

/** Lambda waits one minute before the first retry and two before the second. Here these are seconds. */
const PAUSES_MS = [1_000, 2_000];
const THROTTLED_PAUSE_MS = 1_000;

/**
 * Delivers an event as Lambda does for S3, SNS, EventBridge and schedules: it retries a failed event, with a new copy of the event and
 * the same request id, and sends an event whose last retry failed to the function's failure destination. A throttled attempt is repeated
 * and not counted, until the event is too old.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export const deliverAsynchronously = async (
  { id, name, arn, asynchronous: { retries, maxAgeMs, onFailure } }: FunctionSettings,
  { payload, requestId = randomUUID(), clientContext }: AsynchronousEvent,
  { call, ...places }: Pick<Services, "call" | keyof Places>,
): Promise<Delivered> => {
  const started = Date.now();
  const attempts: Attempt[] = [];
  let failed = 0;
  let isTooOld = false;
  while (failed <= retries && !isTooOld) {
    const attempt = await call(id, { payload, requestId, clientContext });
    attempts.push(attempt);
    if (attempt.status === "succeeded") return { requestId, attempts };
    if (attempt.status === "failed") failed += 1;
    if (failed > retries) break;
    await wait(attempt.status === "throttled" ? THROTTLED_PAUSE_MS : PAUSES_MS[failed - 1], undefined, { ref: false });
    isTooOld = Date.now() - started > maxAgeMs;
  }
  const record = recordOf(arn, { payload, requestId, attempts, isTooOld });
  const prefix = `aws/lambda/async/${name}`;
  const failure = await sendFailure({ onFailure, record, payload, prefix }, places);
  return { requestId, attempts, failure };
};

interface Failed extends Delivered {
  readonly payload: string;
  readonly isTooOld: boolean;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const recordOf = (functionArn: string, { payload, requestId, attempts, isTooOld }: Failed) => {
  const last = attempts.findLast(({ status }) => status !== "throttled");
  return {
    version: "1.0",
    timestamp: isoOf(Date.now()),
    requestContext: {
      requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition: isTooOld ? "EventAgeExceeded" : "RetriesExhausted",
      approximateInvokeCount: attempts.length,
    },
    requestPayload: JSON.parse(payload),
    ...(last !== undefined &&
      last.status !== "throttled" && {
        responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
        responsePayload: JSON.parse(last.payload),
      }),
  };
};
