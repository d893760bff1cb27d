import { type Expected, keyOf } from "./expected.ts";
import type { Ended } from "./lambda.ts";
import { linesFaults } from "./requestLog.ts";

/** What happened in one run: what was acknowledged, under which ids, and what was wrong by itself. */
export interface Account {
  /** What the log must say of each event that was sent, by its key. */
  readonly expected: Map<string, Expected>;
  /** The keys of what the sender was told is kept. */
  readonly acknowledged: Set<string>;
  /** The ids that the sender was told, by key. */
  readonly ids: Map<string, Set<string>>;
  readonly faults: string[];
  /** Records that invocations reported as written, by their logs. */
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

/** Notes that these records were sent, before anything can come of it. */
export const sent = ({ expected }: Account, records: readonly Expected[]): void => {
  for (const record of records) expected.set(keyOf(record), record);
};

/** Notes that the sender was told that this is kept under that id. */
export const acknowledge = ({ acknowledged, ids }: Account, record: Expected, id: string): void => {
  const key = keyOf(record);
  acknowledged.add(key);
  ids.set(key, (ids.get(key) ?? new Set()).add(id));
};

/** Notes the end of an invocation with so many records, and holds its log lines against it. */
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
