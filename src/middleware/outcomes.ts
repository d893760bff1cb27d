import type { Request } from "@middy/core";
import type { Outcome } from "../schemas/kit/trigger.ts";

const ofRequests = new WeakMap<Request, readonly Outcome<unknown>[]>();

/** Keeps the outcomes of an event for the request log, which runs when the answer is made already. */
export const keepOutcomes = (request: Request, outcomes: readonly Outcome<unknown>[]): void => {
  ofRequests.set(request, outcomes);
};

/** The outcomes of an event; none if the function ended before it had any. */
export const outcomesOf = (request: Request): readonly Outcome<unknown>[] => ofRequests.get(request) ?? [];
