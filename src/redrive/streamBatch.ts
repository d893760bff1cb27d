import * as z from "zod";
import { isoOf } from "../log/time.ts";

/** The place of a failed batch in its stream. Its records are only in the stream, so a redrive cannot send them again. */
export type StreamBatch = z.infer<typeof StreamBatch>;
export const StreamBatch = z.object({
  functionArn: z.string(),
  streamArn: z.string(),
  shardId: z.string(),
  /** The sequence numbers of the first and the last record. */
  first: z.string(),
  last: z.string(),
  /** How many records the batch has. */
  records: z.number(),
  /** The stream keeps the first record until this time, or longer if its retention is longer. RFC 3339, UTC, milliseconds. */
  until: z.string(),
  /** The reason of the failure. */
  error: z.string(),
});

/**
 * Reads the record that Lambda sends to a queue when a batch of a stream failed. `undefined` for anything else.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export const parseBatch = (json: unknown): StreamBatch | undefined => {
  const record = BatchRecord.safeParse(json).data;
  const batch = record?.KinesisBatchInfo ?? record?.DDBStreamBatchInfo;
  if (record === undefined || batch === undefined) return undefined;
  return {
    functionArn: record.requestContext.functionArn,
    streamArn: batch.streamArn,
    shardId: batch.shardId,
    first: batch.startSequenceNumber,
    last: batch.endSequenceNumber,
    records: batch.batchSize,
    until: isoOf(Date.parse(batch.approximateArrivalOfFirstRecord) + RETENTION_MS),
    error: record.requestContext.condition,
  };
};

/** What to do about a batch whose records are only in the stream, in words. */
export const describeBatch = ({ streamArn, shardId, first, last, records, until }: StreamBatch): string => {
  const isKinesis = streamArn.split(":")[2] === "kinesis";
  const deadline = isKinesis
    ? `at least until ${until}, or longer if the stream's retention is more than 24 hours`
    : `until ${until}`;
  return `${records} records of ${streamArn}, shard ${shardId}, sequence numbers ${first} to ${last}. The message does not hold them. The stream keeps them ${deadline}. Before that, create the event source of the function again, with the starting position TRIM_HORIZON. What is in the log already stays as it is`;
};

// Of DynamoDB always, of Kinesis by default.
const RETENTION_MS = 24 * 3_600_000;

const Batch = z.object({
  shardId: z.string(),
  startSequenceNumber: z.string(),
  endSequenceNumber: z.string(),
  approximateArrivalOfFirstRecord: z.iso.datetime({ offset: true }),
  batchSize: z.number(),
  streamArn: z.string(),
});

const BatchRecord = z.object({
  requestContext: z.object({ functionArn: z.string(), condition: z.string() }),
  KinesisBatchInfo: Batch.optional(),
  DDBStreamBatchInfo: Batch.optional(),
});
