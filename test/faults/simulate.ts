import type { Entry } from "../../src/log/entry.ts";
import { SETTLE_MS } from "../../src/log/settled.ts";
import { type Account, newAccount } from "./account.ts";
import { call } from "./client.ts";
import { deliver, type Failure } from "./delivery.ts";
import { keyOf } from "./expected.ts";
import { type FaultKind, faultsOf, kindsThatKeepAnswers } from "./faults.ts";
import { changes, unseen, violations } from "./invariant.ts";
import type { Lambda } from "./lambda.ts";
import { CALM_TIMEOUT_MS, type Plan } from "./plan.ts";
import { lost, outOfOrder, poll, redrivable } from "./polling.ts";
import type { startProxy } from "./proxy.ts";
import { type Log, newFollower, readLog } from "./reading.ts";
import { letterOf, lettersOf, redriveAll } from "./redriving.ts";
import { newTable } from "./table.ts";

/** The result of one run. The invariant holds if `violations` is empty. */
export interface Result {
  readonly violations: readonly string[];
  readonly account: Account;
  readonly faults: readonly FaultKind[];
  readonly redriven: number;
  readonly givenUp: number;
}

export interface Site {
  readonly lambda: Lambda;
  readonly proxy: Awaited<ReturnType<typeof startProxy>>;
}

/** Makes a run with a new table, checks the invariant, redrives the failure queue, and checks again. */
export const simulate = async (plan: Plan, { lambda, proxy }: Site): Promise<Result> => {
  await using table = await newTable();
  const faults: FaultKind[] = [];
  const route = { upstream: table.endpoint, kill: lambda.kill, onFault: (kind: FaultKind) => void faults.push(kind) };
  const account = newAccount();
  const queue: Failure[] = [];
  const { timeoutMs } = plan;

  lambda.set({ aheadMs: 0, retentionDays: 0 });
  proxy.direct({ ...route, faults: faultsOf(plan) });
  const [, polled, ...givenUp] = await Promise.all([
    Promise.all(plan.deliveries.map((delivery) => deliver(lambda, account, queue, { timeoutMs, delivery }))),
    Promise.all(plan.sources.map((source) => poll(lambda, account, source, timeoutMs))),
    ...plan.calls.map((request) => call(lambda, account, { timeoutMs, request })),
  ]);

  proxy.direct({ ...route, faults: () => undefined });
  await proxy.quiet();
  const follow = newFollower(lambda);
  const followed: Entry[] = [];
  const look = async (phase: number): Promise<Log> => {
    const log = await readLog(lambda);
    lambda.set({ aheadMs: phase * PHASE_MS, retentionDays: 0 });
    followed.push(...(await follow()));
    return log;
  };
  const before = await look(1);
  const wrong = [...violations(before, account, account.acknowledged), ...unaccounted(plan, account, queue)];
  wrong.push(...polled.flatMap((one) => [...lost(account, one), ...outOfOrder(before, one)]));

  const letters = [...queue.map(letterOf), ...polled.flatMap(lettersOf)];
  // Twice: the second time changes nothing.
  for (const _ of ["once", "again"]) wrong.push(...(await redriveAll(lambda, account, letters)));
  const after = letters.length > 0 ? await look(2) : before;
  const all = [...plan.deliveries.flatMap(({ records }) => records), ...polled.flatMap(redrivable)].map(keyOf);
  wrong.push(
    ...violations(after, account, new Set([...all, ...account.acknowledged])),
    ...changes(before, after),
    ...unseen(after, followed),
    ...miscounted(
      after,
      account,
      timeoutMs === CALM_TIMEOUT_MS && faults.every((kind) => kindsThatKeepAnswers.includes(kind)),
    ),
    ...account.faults,
  );

  return {
    violations: wrong,
    account,
    faults,
    redriven: letters.length,
    givenUp: givenUp.reduce((a, b) => a + b, 0),
  };
};

/** Longer than a follower stays behind, by the clock of the functions. */
const PHASE_MS = SETTLE_MS + 1_000;

/** The events that are neither acknowledged nor whole on the failure queue. */
const unaccounted = ({ deliveries }: Plan, { acknowledged }: Account, queue: readonly Failure[]): readonly string[] =>
  deliveries
    .filter(({ records }) => !records.every((record) => acknowledged.has(keyOf(record))))
    .filter(
      (one) => !queue.some((failed) => failed.delivery === one && failed.requestPayload === JSON.stringify(one.event)),
    )
    .map(({ event }) => `Neither acknowledged nor on the failure queue: ${JSON.stringify(event)}`);

/** If no answer was lost and no process was killed, the log lines report exactly the entries in the log. */
const miscounted = ({ entries }: Log, { written }: Account, isExact: boolean): readonly string[] =>
  isExact && written !== entries.length
    ? [`The log lines report ${written} written entries, but the log has ${entries.length}`]
    : [];
