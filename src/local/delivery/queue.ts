import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import type { Attempt } from "../functions/functions.ts";
import { attemptReport } from "./attemptReport.ts";
import { batchFailures } from "./batchFailures.ts";
import { mappingOf } from "./mapping.ts";
import type { Deliver } from "./services.ts";

/** SQS hides a failed message for the queue's visibility timeout. Here it is a second. */
const PAUSE_MS = 1_000;

/**
 * Delivers a batch of a queue, as Lambda's poller does: what the function does not report as failed is deleted, and the rest is
 * delivered again. After `maxReceiveCount` deliveries, a message goes to the queue's dead-letter queue.
 */
export const deliverFromQueue: Deliver = async (settings, event, { call, queues, queueOf }) => {
  const messages = Event.parse(event).Records.map((record) => ({ record, ...Known.parse(record) }));
  const arn = messages.find(({ eventSourceARN }) => eventSourceARN !== undefined)?.eventSourceARN ?? "";
  const { maxReceiveCount, deadLetterArn } = queueOf(arn);
  const { reports } = mappingOf(settings, "SQS");
  const attempts: Attempt[] = [];
  let left = messages;
  for (let count = 1; count <= maxReceiveCount && left.length > 0; count += 1) {
    if (count > 1) await wait(PAUSE_MS, undefined, { ref: false });
    const batch = left.map(({ record, attributes }) =>
      attributes === undefined
        ? record
        : { ...record, attributes: { ...attributes, ApproximateReceiveCount: String(count) } },
    );
    const attempt = await call(settings.id, { payload: JSON.stringify({ Records: batch }) });
    attempts.push(attempt);
    if (attempt.status !== "succeeded") continue;
    const failed = batchFailures(
      attempt.payload,
      left.flatMap(({ messageId = [] }) => messageId),
      reports,
    );
    left = failed === "all" ? left : left.filter(({ messageId = "" }) => failed.includes(messageId));
  }
  return {
    attempts: attempts.map(attemptReport),
    deleted: messages.length - left.length,
    ...(left.length > 0 && {
      failed: left.map(({ messageId, body, record }) => ({
        messageId: messageId ?? null,
        sentTo: deadLetterArn && queues.send(deadLetterArn, body ?? JSON.stringify(record)) ? deadLetterArn : null,
      })),
    }),
  };
};

const Event = z.object({ Records: z.array(z.looseObject({})).min(1) });

// What is wrong with a message, its handler judges. A message without an id fails only with its whole batch.
const Text = z.string().optional().catch(undefined);
const Known = z.object({
  messageId: Text,
  body: Text,
  eventSourceARN: Text,
  attributes: z.record(z.string(), z.unknown()).default({}).optional().catch(undefined),
});
