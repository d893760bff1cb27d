import { type Account, newAccount } from "./account.ts";
import { BASE } from "./attempts.ts";
import { call } from "./client.ts";
import { deliver, type Failure } from "./delivery.ts";
import { type Expected, keyOf, marksIn } from "./expected.ts";
import { type FaultKind, faultsOf } from "./faults.ts";
import type { Lambda } from "./lambda.ts";
import { CALM_TIMEOUT_MS, type Phase, type Plan } from "./plan.ts";
import { readLog, readStatus } from "./reading.ts";
import type { Result, Site } from "./simulate.ts";
import { newTable } from "./table.ts";

const DAY_MS = 86_400_000;
/** When the first phase begins. The clients send everything before this time. */
const START = BASE + DAY_MS / 8;

/**
 * Sends the same events in each phase. Days pass between the phases, so that entries and claims expire. In each phase each
 * event must be acknowledged with one id, which can be read. The log must never have two entries or two rejections of one event.
 */
export const simulateAges = async (plan: Plan, phases: readonly Phase[], { lambda, proxy }: Site): Promise<Result> => {
  await using table = await newTable();
  const faults: FaultKind[] = [];
  const total = newAccount();
  const violations: string[] = [];
  for (const [number, { day, retentionDays }] of phases.entries()) {
    const aheadMs = START + day * DAY_MS - Date.now();
    const account = newAccount();
    const route = { upstream: table.endpoint, kill: lambda.kill, onFault: (kind: FaultKind) => void faults.push(kind) };
    lambda.set({ aheadMs, retentionDays });
    proxy.direct({ ...route, faults: faultsOf({ ...plan, seed: plan.seed * 10 + number }) });
    await sendAll(lambda, account, plan, { shiftMs: day * DAY_MS, timeoutMs: plan.timeoutMs });
    proxy.direct({ ...route, faults: () => undefined });
    await proxy.quiet();
    for (let tried = 0; tried === 0 || (tried < TRIES && missing(account).length > 0); tried++)
      await sendAll(lambda, account, plan, { shiftMs: day * DAY_MS, timeoutMs: CALM_TIMEOUT_MS });
    const isExpiring = (time: number) =>
      phases.some(({ retentionDays }) => Math.abs(time - START + (retentionDays - day) * DAY_MS) < DAY_MS / 8);
    const wrong = [...(await wrongIn(lambda, account, isExpiring)), ...account.faults];
    violations.push(...wrong.map((what) => `On day ${day}, with a retention of ${retentionDays} days: ${what}`));
    for (const [key, record] of account.expected) total.expected.set(key, record);
    total.invocations += account.invocations;
    total.duplicates += account.duplicates;
    total.deaths += account.deaths;
  }
  return { violations, account: total, faults, redriven: 0, givenUp: 0 };
};

const TRIES = 4; // a busy machine may not answer in time

interface Pass {
  /** How much later than planned everything is sent. */
  readonly shiftMs: number;
  readonly timeoutMs: number;
}

const sendAll = async (lambda: Lambda, account: Account, plan: Plan, { shiftMs, timeoutMs }: Pass): Promise<void> => {
  const queue: Failure[] = []; // what fails is sent again anyway
  await Promise.all([
    ...plan.deliveries.map((delivery) => deliver(lambda, account, queue, { timeoutMs, delivery })),
    ...plan.calls
      .filter(({ tries }) => tries > 1) // only calls that are safe to repeat
      .map((request) => call(lambda, account, { timeoutMs, request, shiftMs })),
  ]);
};

const wrongIn = async (
  lambda: Lambda,
  account: Account,
  isExpiring: (time: number) => boolean,
): Promise<readonly string[]> => {
  const { expected, ids } = account;
  const told = [...ids].flatMap(([key, some]) => [...some].map((id) => ({ key, id })));
  const [byKey, byId] = [Map.groupBy(told, ({ key }) => key), Map.groupBy(told, ({ id }) => id)];
  const unread = await Promise.all(
    told
      .filter(({ id }) => !isExpiring(timeIn(id))) // an expiring entry may be gone before it is read
      .map(async ({ key, id }) => ({ key, id, status: await readStatus(lambda, id) })),
  );
  const log = await readLog(lambda);
  const copies = Map.groupBy(expected.values(), ({ mark }) => mark);
  const repeated = [log.entries, log.rejected].flatMap((entries) =>
    [...Map.groupBy(entries, (entry) => marksIn(entry).join())].filter(
      ([mark, some]) => some.length > (copies.get(mark)?.length ?? 0),
    ),
  );
  return [
    ...missing(account).map((record) => `never acknowledged: ${JSON.stringify(record)}`),
    ...[...byKey.values(), ...byId.values()]
      .filter((same) => same.length > 1)
      .map((wrong) => `wrong ids in the answers: ${JSON.stringify(wrong)}`),
    ...unread.filter(({ status }) => status !== 200).map((wrong) => `an id cannot be read: ${JSON.stringify(wrong)}`),
    ...repeated.map(([mark, entries]) => `${mark} is in the log ${entries.length} times: ${JSON.stringify(entries)}`),
  ];
};

const missing = ({ expected, acknowledged }: Account): readonly Expected[] =>
  [...expected.values()].filter((record) => !acknowledged.has(keyOf(record)));

const timeIn = (id: string): number => Number.parseInt(id.split(".")[2] ?? "", 36);
