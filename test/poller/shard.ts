import { setTimeout as wait } from "node:timers/promises";
import { failedIn, type Invoke } from "./failed.ts";

/** A record in a shard of a stream. */
export interface Sequenced {
  readonly sequenceNumber: string;
  readonly record: unknown;
}

export interface ShardSettings {
  readonly batchSize: number;
  /** `MaximumRetryAttempts`: how often Lambda tries a batch again. */
  readonly retries: number;
  /** `BisectBatchOnFunctionError`: whether Lambda splits a batch in two after an error. */
  readonly bisects: boolean;
  /** `MaximumRecordAgeInSeconds`, here in invocations since the record arrived. */
  readonly maximumAge: number;
  readonly invoke: Invoke;
}

/** What Lambda writes to an S3 bucket for the records that it gives up. */
export interface Discarded {
  readonly condition: "RetryAttemptsExhausted" | "RecordAgeExceeded";
  /** The event with the records, as JSON text. A bucket gets it. A queue or a topic gets only the sequence numbers. */
  readonly payload: string;
}

const PAUSE_MS = 10;

/**
 * Delivers the records of one shard as Lambda does: in order, one batch at a time. After a partial failure it goes on at the lowest
 * sequence number that failed. Returns what it gave up.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export const pollShard = async (
  records: readonly Sequenced[],
  { batchSize, retries, bisects, maximumAge, invoke }: ShardSettings,
): Promise<readonly Discarded[]> => {
  const discarded: Discarded[] = [];
  let age = 0;

  const discard = (condition: Discarded["condition"], batch: readonly Sequenced[]) =>
    void discarded.push({ condition, payload: JSON.stringify(eventOf(batch)) });

  const deliver = async (batch: readonly Sequenced[], tries: number): Promise<void> => {
    if (age > maximumAge) return discard("RecordAgeExceeded", batch);
    age += 1;
    const invoked = await invoke(eventOf(batch));
    const failed = failedIn(
      invoked,
      batch.map(({ sequenceNumber }) => sequenceNumber),
    );
    const checkpoint = batch.findIndex(({ sequenceNumber }) => failed.has(sequenceNumber));
    if (checkpoint === -1) return;
    await wait(PAUSE_MS);
    const left = batch.slice(checkpoint);
    if (checkpoint > 0) return deliver(left, tries);
    if (invoked.status !== "answered" && bisects && batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      await deliver(batch.slice(0, middle), tries); // a split is no retry
      return deliver(batch.slice(middle), tries);
    }
    return tries < retries ? deliver(left, tries + 1) : discard("RetryAttemptsExhausted", left);
  };

  for (let from = 0; from < records.length; from += batchSize) {
    age = 0;
    await deliver(records.slice(from, from + batchSize), 0);
  }
  return discarded;
};

const eventOf = (batch: readonly Sequenced[]) => ({ Records: batch.map(({ record }) => record) });
