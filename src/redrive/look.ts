import * as z from "zod";
import type { Store } from "../log/store.ts";
import type { LambdaContext } from "../middleware/lambda.ts";
import { stack } from "../middleware/stack.ts";
import { reportOrThrow } from "../schemas/kit/report.ts";
import type { DeadLetter } from "./deadLetter.ts";
import type { AnyTrigger } from "./triggerOf.ts";

/** How many records an event has, and how many of them are in the log, as entries or rejections. */
export interface Found {
  readonly records: number;
  readonly kept: number;
}

/** A function, its trigger, and the store that it writes to. */
export interface Target {
  readonly functionArn: string;
  readonly trigger: AnyTrigger;
  readonly store: Store;
}

/**
 * Finds the entries and rejections that the function makes from an event, and looks for them in the log with strongly consistent
 * reads. `requestId` is the request that delivered the event first. A rejection that the log does not accept counts as missing.
 * Writes nothing. Throws if the log cannot be read.
 */
export const look = async (
  { trigger, store, functionArn }: Target,
  { event, requestId }: Pick<DeadLetter, "event" | "requestId">,
): Promise<Found> => {
  let missing = 0;
  const put: Store["put"] = async (placed, at) => {
    const existing = await store.existing(placed, at);
    if (existing !== undefined) return existing;
    missing += 1;
    return { status: "written", id: placed.id, truncated: false };
  };
  const respond: AnyTrigger["respond"] = (outcomes) => {
    const refused = outcomes.filter((outcome) => outcome.status === "failed" && outcome.isRefused);
    missing += refused.length;
    reportOrThrow(outcomes.filter((outcome) => !refused.includes(outcome)));
    return { received: outcomes.length };
  };
  const { onEvent } = stack({ store: { ...store, place: store.find, put }, print: () => {} });
  const { received } = Report.parse(await onEvent({ ...trigger, respond })(event, contextOf(functionArn, requestId)));
  return { records: received, kept: received - missing };
};

const contextOf = (invokedFunctionArn: string, awsRequestId: string): LambdaContext => ({
  functionName: "look",
  invokedFunctionArn,
  awsRequestId,
  getRemainingTimeInMillis: () => LOOK_MS,
});

const LOOK_MS = 60_000;

const Report = z.object({ received: z.number() });
