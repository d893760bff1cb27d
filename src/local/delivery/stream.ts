import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { isoOf } from "../../log/time.ts";
import type { Attempt } from "../functions/functions.ts";
import { attemptReport } from "./attemptReport.ts";
import { batchFailures } from "./batchFailures.ts";
import { sendFailure } from "./destination.ts";
import { mappingOf } from "./mapping.ts";
import type { Deliver } from "./services.ts";

const PAUSE_MS = 1_000;

/** Without a limit, Lambda retries until the record expires. Here it gives up after these retries. */
const RETRIES = 2;

/**
 * Delivers a batch of a stream, as Lambda's poller does: in order. After a failure, it delivers again from the first record that the function
 * reports as failed, or the whole batch. After the last retry, it sends what it knows of the batch to the failure destination.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export const deliverFromStream: Deliver = async ({ id, arn, events }, event, { call, ...places }) => {
  const { Records } = Event.parse(event);
  const [first] = Records;
  const { reports, retries, onFailure } = mappingOf(events, first?.kinesis ? "Kinesis" : "DynamoDB");
  const attempts: Attempt[] = [];
  let left = Records;
  for (let failures = 0; failures <= (retries ?? RETRIES) && left.length > 0; ) {
    if (attempts.length > 0) await wait(PAUSE_MS, undefined, { ref: false });
    const attempt = await call(id, { payload: JSON.stringify({ Records: left }) });
    attempts.push(attempt);
    const next = remaining(left, attempt, reports);
    // A batch that got further is a new batch.
    failures = attempt.status === "throttled" ? failures : next.length < left.length ? 0 : failures + 1;
    left = next;
  }
  if (left.length === 0) return { attempts: attempts.map(attemptReport), handled: Records.length };
  const record = recordOf(arn, left, attempts.length);
  return {
    attempts: attempts.map(attemptReport),
    handled: Records.length - left.length,
    failed: left.length,
    failure: await sendFailure(
      {
        onFailure,
        record,
        payload: JSON.stringify({ Records: left }),
        prefix: `aws/lambda/${id}/${first?.eventID?.split(":")[0] ?? "shard"}`,
      },
      places,
    ),
  };
};

type Item = z.infer<typeof Item>;
const Item = z.looseObject({
  eventSourceARN: z.string(),
  eventID: z.string().optional(),
  kinesis: z.looseObject({ sequenceNumber: z.string() }).optional(),
  dynamodb: z.looseObject({ SequenceNumber: z.string() }).optional(),
});
const Event = z.object({ Records: z.array(Item).min(1) });

const numberOf = ({ kinesis, dynamodb }: Item): string => kinesis?.sequenceNumber ?? dynamodb?.SequenceNumber ?? "";

const remaining = (records: readonly Item[], attempt: Attempt, reports: boolean): Item[] => {
  if (attempt.status !== "succeeded") return [...records];
  const failed = batchFailures(attempt.payload, records.map(numberOf), reports);
  if (failed === "all") return [...records];
  const index = records.findIndex((record) => failed.includes(numberOf(record)));
  return index === -1 ? [] : records.slice(index);
};

const recordOf = (functionArn: string, records: readonly Item[], invokeCount: number) => {
  const [first, last] = [records[0], records.at(-1)];
  const info = {
    shardId: first?.eventID?.split(":")[0] ?? "",
    startSequenceNumber: first && numberOf(first),
    endSequenceNumber: last && numberOf(last),
    batchSize: records.length,
    streamArn: first?.eventSourceARN,
  };
  return {
    version: "1.0",
    timestamp: isoOf(Date.now()),
    requestContext: { functionArn, condition: "RetryAttemptsExhausted", approximateInvokeCount: invokeCount },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    [first?.kinesis ? "KinesisBatchInfo" : "DDBStreamBatchInfo"]: info,
  };
};
