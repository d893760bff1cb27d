import * as z from "zod";
import { has } from "../log/has.ts";
import { lazy } from "../log/lazy.ts";
import type { Store } from "../log/store.ts";
import { reportOrThrow } from "../schemas/kit/report.ts";
import type { Outcome } from "../schemas/kit/trigger.ts";

/** Whether a record is in the log as an entry or as a rejection, or is missing there. */
type FoundRecord = z.infer<ReturnType<typeof FoundRecord>>;
const FoundRecord = lazy(() =>
  z.object({
    status: z.enum(["kept", "rejected", "missing"]),
    /** The id that it has, or will have. A rejection that the log does not accept has none. */
    id: z.string().optional(),
    /** A rejection has none. */
    subject: z.string().optional(),
  }),
);

/** How many records an event has, how many of them are in the log as entries or rejections, and what is known of each. */
export type Found = z.infer<ReturnType<typeof Found>>;
export const Found = lazy(() =>
  z.object({
    records: z.int(),
    kept: z.int(),
    /** In the order of the event. A function of an older version only counts. */
    each: z.array(FoundRecord()).optional(),
    /** How many of the last records are not in `each`, because the answer of a function has at most 6 MB. */
    leftOut: z.int().optional(),
  }),
);

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
  const look = Asked().safeParse(event).data?.[NAME];
  return look?.functionArn === functionArn ? look : undefined;
};

/**
 * Looks for the records with strongly consistent reads, and writes nothing. A rejection that the log does not accept counts as
 * missing. `respond` throws if the log cannot be read.
 */
export const newLook = (store: Store): Looking => {
  const seen = new Map<string, Pick<FoundRecord, "subject"> & { readonly isMissing: boolean }>();
  const put: Store["put"] = async (placed, at) => {
    const { id, entry } = placed;
    const existing = await store.existing(placed, at);
    seen.set(id, { subject: entry.subject, isMissing: existing === undefined });
    return existing ?? { status: "written", id, truncated: false };
  };
  const recordOf = (outcome: Outcome<unknown>): FoundRecord => {
    if (!("id" in outcome)) return { status: "missing" };
    const { subject, isMissing } = seen.get(outcome.id) ?? {};
    const kept = outcome.status === "rejected" ? "rejected" : "kept";
    return { status: isMissing ? "missing" : kept, id: outcome.id, ...(subject !== undefined && { subject }) };
  };
  const respond = (outcomes: readonly Outcome<unknown>[]): Found => {
    reportOrThrow(outcomes.filter((outcome) => outcome.status !== "failed" || !outcome.isRefused));
    const records = outcomes.map(recordOf);
    const each = firstOf(records, EACH_BYTES);
    return {
      records: records.length,
      kept: records.filter(({ status }) => status !== "missing").length,
      each,
      ...(each.length < records.length && { leftOut: records.length - each.length }),
    };
  };
  return { store: { ...store, place: store.find, put }, respond };
};

const EACH_BYTES = 4 * 1024 * 1024; // Lambda allows 6 MB

/** The first ones of these values, as many as have together at most `max` bytes of JSON. */
const firstOf = <T>(values: readonly T[], max: number): T[] => {
  let bytes = 0;
  const end = values.findIndex((value) => {
    bytes += Buffer.byteLength(JSON.stringify(value)) + 1;
    return bytes > max;
  });
  return values.slice(0, end === -1 ? undefined : end);
};

/** A store that only looks, and the answer of the function to the question. */
interface Looking {
  readonly store: Store;
  readonly respond: (outcomes: readonly Outcome<unknown>[]) => Found;
}

const NAME = "tributary:look";

const Asked = lazy(() =>
  z.object({ [NAME]: z.object({ functionArn: z.string(), requestId: z.string(), event: z.unknown() }) }),
);
