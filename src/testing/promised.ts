import type { Entry } from "../log/entry.ts";
import type { Streams } from "../log/streams.ts";
import type { LambdaHandler } from "../middleware/lambda.ts";
import type { TestLog, TestLogOptions } from "./memoryLog.ts";

/** One promise of a trigger, and a function that throws if the trigger breaks it. */
export interface Promised {
  readonly title: string;
  readonly check: () => Promise<void>;
}

/** An empty log, and the function of the trigger. */
export interface World extends Pick<TestLog<Streams>, "entries" | "rejected"> {
  readonly handler: LambdaHandler<unknown>;
  /** The status of each record that the function has tried to keep, and the error if it failed. */
  readonly tried: readonly { readonly status: string; readonly error?: unknown }[];
}

export type NewWorld = (options?: TestLogOptions) => Promise<World>;

/** The ids of the entries, sorted. */
export const idsOf = (entries: readonly Entry[]): readonly string[] => entries.map(({ id }) => id).toSorted();
