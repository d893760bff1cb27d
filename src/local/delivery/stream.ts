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
export const deliverFromStream: Deliver = async (settings, event, { call, ...places }) => {
  const { id, arn } = settings;
  const items = Event.parse(event).Records.map((record) => ({ record, ...Known.parse(record) }));
  const [first] = items;
  const { reports, retries, onFailure } = mappingOf(settings, typeOf(first));
  const attempts: Attempt[] = [];
  let left: readonly Item[] = items;
  for (let failures = 0; failures <= (retries ?? RETRIES) && left.length > 0; ) {
    if (attempts.length > 0) await wait(PAUSE_MS, undefined, { ref: false });
    const attempt = await call(id, { payload: payloadOf(left) });
    attempts.push(attempt);
    const next = remaining(left, attempt, reports);
    // A batch that got further is a new batch.
    failures = attempt.status === "throttled" ? failures : next.length < left.length ? 0 : failures + 1;
    left = next;
  }
  if (left.length === 0) return { attempts: attempts.map(attemptReport), handled: items.length };
  const record = recordOf(arn, left, attempts.length);
  return {
    attempts: attempts.map(attemptReport),
    handled: items.length - left.length,
    failed: left.length,
    failure: await sendFailure(
      {
        onFailure,
        record,
        payload: payloadOf(left),
        prefix: `aws/lambda/${id}/${first?.eventID?.split(":")[0] ?? "shard"}`,
      },
      places,
    ),
  };
};

// What is wrong with a record, its handler judges. A record without a number fails only with its whole batch.
const Text = z.string().optional().catch(undefined);
const Known = z.object({
  eventSource: Text,
  eventSourceARN: Text,
  eventID: Text,
  kinesis: z.object({ sequenceNumber: Text }).optional().catch(undefined),
  dynamodb: z.object({ SequenceNumber: Text }).optional().catch(undefined),
});
type Item = z.infer<typeof Known> & { readonly record: object };
const Event = z.object({ Records: z.array(z.looseObject({})).min(1) });

const payloadOf = (items: readonly Item[]): string => JSON.stringify({ Records: items.map(({ record }) => record) });
const typeOf = (item: Item | undefined) => (item?.eventSource === "aws:kinesis" ? "Kinesis" : "DynamoDB");
const numberOf = ({ kinesis, dynamodb }: Item): string | undefined =>
  kinesis?.sequenceNumber ?? dynamodb?.SequenceNumber;

const remaining = (items: readonly Item[], attempt: Attempt, reports: boolean): readonly Item[] => {
  if (attempt.status !== "succeeded") return items;
  const numbers = items.map((item) => numberOf(item) ?? "");
  const failed = batchFailures(attempt.payload, numbers, reports);
  if (failed === "all") return items;
  const index = numbers.findIndex((number) => failed.includes(number));
  return index === -1 ? [] : items.slice(index);
};

const recordOf = (functionArn: string, items: readonly Item[], invokeCount: number) => {
  const [first, last] = [items[0], items.at(-1)];
  const info = {
    shardId: first?.eventID?.split(":")[0] ?? "",
    startSequenceNumber: first && numberOf(first),
    endSequenceNumber: last && numberOf(last),
    batchSize: items.length,
    streamArn: first?.eventSourceARN,
  };
  return {
    version: "1.0",
    timestamp: isoOf(Date.now()),
    requestContext: { functionArn, condition: "RetryAttemptsExhausted", approximateInvokeCount: invokeCount },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    [`${typeOf(first) === "Kinesis" ? "Kinesis" : "DDBStream"}BatchInfo`]: info,
  };
};
