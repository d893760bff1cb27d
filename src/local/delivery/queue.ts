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
export const deliverFromQueue: Deliver = async ({ id, events }, event, { call, queues, queueOf }) => {
  const { Records } = Event.parse(event);
  const arn = Records[0]?.eventSourceARN ?? "";
  const { maxReceiveCount, deadLetterArn } = queueOf(arn);
  const { reports } = mappingOf(events, "SQS");
  const attempts: Attempt[] = [];
  let left = Records;
  for (let count = 1; count <= maxReceiveCount && left.length > 0; count += 1) {
    if (count > 1) await wait(PAUSE_MS, undefined, { ref: false });
    const batch = left.map((record) => ({
      ...record,
      attributes: { ...record.attributes, ApproximateReceiveCount: String(count) },
    }));
    const attempt = await call(id, { payload: JSON.stringify({ Records: batch }) });
    attempts.push(attempt);
    if (attempt.status !== "succeeded") continue;
    const failed = batchFailures(
      attempt.payload,
      left.map(({ messageId }) => messageId),
      reports,
    );
    left = failed === "all" ? left : left.filter(({ messageId }) => failed.includes(messageId));
  }
  return {
    attempts: attempts.map(attemptReport),
    deleted: Records.length - left.length,
    ...(left.length > 0 && {
      failed: left.map(({ messageId, body }) => ({
        messageId,
        sentTo: deadLetterArn && queues.send(deadLetterArn, body) ? deadLetterArn : null,
      })),
    }),
  };
};

const Event = z.object({
  Records: z
    .array(
      z.looseObject({
        messageId: z.string(),
        body: z.string(),
        eventSourceARN: z.string(),
        attributes: z.record(z.string(), z.string()).default({}),
      }),
    )
    .min(1),
});
