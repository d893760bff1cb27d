import * as z from "zod";
import type { Store } from "../log/store.ts";
import { reportOrThrow } from "../schemas/kit/report.ts";
import { has } from "../schemas/kit/shape.ts";
import type { Outcome } from "../schemas/kit/trigger.ts";

/** How many records an event has, and how many of them are in the log, as entries or rejections. */
export type Found = z.infer<typeof Found>;
export const Found = z.object({ records: z.int(), kept: z.int() });

/**
 * A question of a redrive to a function: which records of this event are in the log? `requestId` is the request that delivered the
 * event first. The function answers with {@link Found} and writes nothing.
 */
export interface Look {
  /** The ARN of the function. A sender who does not know it cannot have an event taken for a question. */
  readonly functionArn: string;
  readonly requestId: string;
  readonly event: unknown;
}

/** The event that asks the question. */
export const lookEvent = (look: Look): unknown => ({ [NAME]: look });

/** The question in an event; `undefined` for every other event. */
export const lookIn = (event: unknown, functionArn: string): Look | undefined => {
  if (!has(event, NAME)) return undefined;
  const look = Asked.safeParse(event).data?.[NAME];
  return look?.functionArn === functionArn ? look : undefined;
};

/**
 * Looks for the records with strongly consistent reads, and writes nothing. A rejection that the log does not accept counts as
 * missing. `respond` throws if the log cannot be read.
 */
export const newLook = (store: Store): Looking => {
  let missing = 0;
  const put: Store["put"] = async (placed, at) => {
    const existing = await store.existing(placed, at);
    if (existing !== undefined) return existing;
    missing += 1;
    return { status: "written", id: placed.id, truncated: false };
  };
  const respond = (outcomes: readonly Outcome<unknown>[]): Found => {
    const refused = outcomes.filter((outcome) => outcome.status === "failed" && outcome.isRefused);
    reportOrThrow(outcomes.filter((outcome) => !refused.includes(outcome)));
    return { records: outcomes.length, kept: outcomes.length - missing - refused.length };
  };
  return { store: { ...store, place: store.find, put }, respond };
};

/** A store that only looks, and the answer of the function to the question. */
interface Looking {
  readonly store: Store;
  readonly respond: (outcomes: readonly Outcome<unknown>[]) => Found;
}

const NAME = "tributary:look";

const Asked = z.object({
  [NAME]: z.object({ functionArn: z.string(), requestId: z.string(), event: z.unknown() }),
});
