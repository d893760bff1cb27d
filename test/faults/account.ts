import { type Expected, keyOf } from "./expected.ts";
import type { Ended } from "./lambda.ts";
import { linesFaults } from "./requestLog.ts";

/** What happened in one run: the events that were sent and acknowledged, their ids, and the faults that were found on the way. */
export interface Account {
  /** What the log must have of each event that was sent, by key. */
  readonly expected: Map<string, Expected>;
  /** The keys of the events that were acknowledged. */
  readonly acknowledged: Set<string>;
  /** The ids that the answers gave, by key. */
  readonly ids: Map<string, Set<string>>;
  readonly faults: string[];
  /** How many records the log lines report as written. */
  written: number;
  duplicates: number;
  invocations: number;
  deaths: number;
}

export const newAccount = (): Account => ({
  expected: new Map(),
  acknowledged: new Set(),
  ids: new Map(),
  faults: [],
  written: 0,
  duplicates: 0,
  invocations: 0,
  deaths: 0,
});

/** Notes that these records will be sent. */
export const sent = ({ expected }: Account, records: readonly Expected[]): void => {
  for (const record of records) expected.set(keyOf(record), record);
};

/** Notes that an answer acknowledged this record with this id. */
export const acknowledge = ({ acknowledged, ids }: Account, record: Expected, id: string): void => {
  const key = keyOf(record);
  acknowledged.add(key);
  ids.set(key, (ids.get(key) ?? new Set()).add(id));
};

/** Notes the end of an invocation, and checks its log lines. */
export const invoked = (account: Account, ended: Ended, records: number): void => {
  account.invocations += 1;
  if (ended.status === "died") {
    account.deaths += 1;
    if (ended.by !== "SIGKILL") account.faults.push(`The process ended by itself: ${ended.by}`);
    return;
  }
  const { written, duplicates, faults } = linesFaults(ended, records);
  account.written += written;
  account.duplicates += duplicates;
  account.faults.push(...faults);
};
