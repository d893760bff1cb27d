import * as z from "zod";
import { failedIn, type Invoke } from "../poller/failed.ts";
import { pollQueue } from "../poller/queue.ts";
import { type Discarded, pollShard } from "../poller/shard.ts";
import { type Account, acknowledge, invoked, sent } from "./account.ts";
import { type Expected, keyOf, marksIn } from "./expected.ts";
import type { Ended, Lambda } from "./lambda.ts";
import type { PolledRecord, Source } from "./polled.ts";
import type { Log } from "./reading.ts";

/** What a source could not deliver: the messages in the dead-letter queue, or what is in the bucket for failures. */
export interface GivenUp {
  readonly source: Source;
  readonly dead: readonly PolledRecord[];
  readonly discarded: readonly Discarded[];
}

/** Delivers the records of a source as Lambda does, and notes what the function answers. */
export const poll = async (lambda: Lambda, account: Account, source: Source, timeoutMs: number): Promise<GivenUp> => {
  const { to, records, batchSize, tries, bisects, maximumAge, twice } = source;
  sent(
    account,
    records.map(({ expected }) => expected),
  );
  const invoke: Invoke = (event) => deliverBatch(lambda, account, source, timeoutMs, event);
  if (to === "sqs") {
    const queued = records.map((record) => ({ ...record, id: record.identifier, group: record.lane }));
    const deliversTwice = ({ id }: { id: string }) => twice.includes(id);
    const dead = await pollQueue(queued, { batchSize, maxReceiveCount: tries, deliversTwice, invoke });
    return { source, dead, discarded: [] };
  }
  const sequenced = records.map(({ identifier, record }) => ({ sequenceNumber: identifier, record: record(1) }));
  const discarded = await pollShard(sequenced, { batchSize, retries: tries - 1, bisects, maximumAge, invoke });
  return { source, dead: [], discarded };
};

const recordsIn = ({ payload }: Discarded): readonly unknown[] => Batch.parse(JSON.parse(payload)).Records;

const Batch = z.object({ Records: z.array(z.unknown()) });

/**
 * The records that must be in the log after a redrive. A message in a dead-letter queue is not among them: SQS moves it back itself,
 * with a new message id, so it is a new event then.
 */
export const redrivable = ({ source, dead }: GivenUp): readonly Expected[] =>
  source.records
    .filter(({ identifier }) => !dead.some((one) => one.identifier === identifier))
    .map(({ expected }) => expected);

/** The records that are neither acknowledged nor whole where Lambda puts what it gives up. */
export const lost = ({ acknowledged }: Account, { source, dead, discarded }: GivenUp): readonly string[] => {
  const payloads = discarded.flatMap(recordsIn).map((record) => JSON.stringify(record));
  return source.records
    .filter((record) => !acknowledged.has(keyOf(record.expected)))
    .filter(({ identifier }) => !dead.some((one) => one.identifier === identifier))
    .filter(({ record }) => !payloads.includes(JSON.stringify(record(1))))
    .map(({ expected }) => `Neither acknowledged nor given up: ${JSON.stringify(expected)}`);
};

/** The lanes in which an entry was recorded before an entry that was ahead of it. Records that Lambda gave up do not count. */
export const outOfOrder = (log: Log, { source, dead, discarded }: GivenUp): readonly string[] => {
  const recorded = new Map(log.entries.map((entry) => [marksIn(entry).join(), entry.recordedtime]));
  const gone = new Set([
    ...dead.map(({ identifier }) => identifier),
    ...discarded.flatMap(recordsIn).map(identifierOf),
  ]);
  const kept = source.records.filter(({ lane, identifier }) => lane !== undefined && !gone.has(identifier));
  return [...Map.groupBy(kept, ({ lane }) => lane)].flatMap(([lane, records]) => {
    const times = records.flatMap(({ expected }) => recorded.get(expected.mark) ?? []);
    return times.every((time, n) => n === 0 || time >= (times[n - 1] ?? ""))
      ? []
      : [`The lane ${lane} of ${source.to} was not kept in order: ${JSON.stringify(times)}`];
  });
};

/** Invokes the function of a source once, and notes which records its answer acknowledges. */
export const deliverBatch = async (
  lambda: Lambda,
  account: Account,
  source: Source,
  timeoutMs: number,
  event: unknown,
): Promise<Ended> => {
  const ended = await lambda.invoke(source.to, event, timeoutMs);
  const records = Batch.parse(event).Records.map((record) => recordOf(source, record));
  invoked(account, ended, records.length);
  const failed = failedIn(
    ended,
    records.map(({ identifier }) => identifier),
  );
  const ids = idsOf(ended, records.length);
  for (const [index, { identifier, expected }] of records.entries())
    if (!failed.has(identifier)) acknowledge(account, expected, ids[index] ?? "none");
  return ended;
};

const recordOf = (source: Source, record: unknown): PolledRecord => {
  const identifier = identifierOf(record);
  const found = source.records.find((one) => one.identifier === identifier);
  if (found === undefined) throw new Error(`Nobody sent this record: ${JSON.stringify(record)}`);
  return found;
};

const identifierOf = (record: unknown): string => Identified.parse(record);

const Identified = z.union([
  z.object({ messageId: z.string() }).transform(({ messageId }) => messageId),
  z.object({ kinesis: z.object({ sequenceNumber: z.string() }) }).transform(({ kinesis }) => kinesis.sequenceNumber),
  z.object({ dynamodb: z.object({ SequenceNumber: z.string() }) }).transform(({ dynamodb }) => dynamodb.SequenceNumber),
]);

const Line = z.object({
  ids: z.array(z.string()),
  failures: z.array(z.object({ record: z.int() })).default([]),
});

/** The log id of each record that was kept, by its index. The log line has them, because the answer to a batch has none. */
const idsOf = (ended: Ended, records: number): readonly (string | undefined)[] => {
  const line = ended.status === "died" ? undefined : Line.safeParse(ended.lines[0]).data;
  const failed = new Set(line?.failures.map(({ record }) => record));
  const ids = line?.ids.values();
  return Array.from({ length: records }, (_, index) => (failed.has(index) ? undefined : ids?.next().value));
};
