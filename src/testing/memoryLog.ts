import type { Entry } from "../log/entry.ts";
import { Item, toEntry } from "../log/item.ts";
import { parseShards } from "../log/shards.ts";
import { storeOf } from "../log/store.ts";
import { REJECTED, type Streams } from "../log/streams.ts";
import { writing } from "../middleware/stack.ts";
import type { Tributary } from "../middleware/tributary.ts";
import { memory } from "./memory.ts";

/** A log for tests: its functions, and what they have written. */
export interface TestLog<S extends Streams> extends Tributary<S> {
  /** The entries of the declared streams, in no particular order. */
  readonly entries: () => Promise<readonly Entry[]>;
  /** The entries of the stream `rejected`, in no particular order. */
  readonly rejected: () => Promise<readonly Entry[]>;
}

/** The settings of a log for tests. */
export interface TestLogOptions {
  /** The time at which events are recorded, in milliseconds since 1970. By default it is `Date.now`. */
  readonly clock?: () => number;
  /** Whether each call to the table throws an error, as if the table did not exist. */
  readonly fails?: boolean;
}

/**
 * Makes a log in memory. Its functions do what the deployed ones do, but they write to no table and print no log lines.
 *
 * @example
 * import { defineStreams, s3 } from "tributary";
 * import { invoke, memoryLog } from "tributary/testing";
 *
 * const log = memoryLog(defineStreams({ uploads: {} }));
 * const handler = log.onEvent(s3("uploads"), ({ size = 0 }) => ({ isLarge: size > 1_000_000 }));
 * await invoke(handler, { Records: [] }); // an event with no record is rejected as a whole
 * console.log(await log.entries(), await log.rejected());
 */
export const memoryLog = <const S extends Streams>(
  streams: S,
  { clock = Date.now, fails = false }: TestLogOptions = {},
): TestLog<S> => {
  const { items, ...operations } = memory({ fails });
  const store = storeOf({ shards: parseShards("1"), retentionDays: 0, streams }, operations);
  const all = () =>
    [...items.values()].flatMap((item) => {
      const parsed = Item().safeParse(item);
      return parsed.success ? [toEntry(parsed.data)] : []; // a claim is no entry
    });
  return {
    ...writing(streams, { store, clock, print: () => {} }),
    entries: async () => all().filter(({ stream }) => stream !== REJECTED),
    rejected: async () => all().filter(({ stream }) => stream === REJECTED),
  };
};
