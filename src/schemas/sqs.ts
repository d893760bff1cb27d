import * as z from "zod";
import type { NewEntry } from "../log/entry.ts";
import { text } from "../log/fields.ts";
import { jsonOf } from "../log/json.ts";
import { textAt } from "../log/textAt.ts";
import { type Batch, batch } from "./kit/batch.ts";
import { type BatchAnswer, batchAnswer } from "./kit/batchAnswer.ts";
import { type Checked, checked } from "./kit/checked.ts";
import { jsonText, plainText } from "./kit/content.ts";
import { epochMilliseconds } from "./kit/epoch.ts";
import { polledIdentity, recordFrom, sourceArn } from "./kit/polledRecord.ts";
import { withSent } from "./kit/shape.ts";
import { subjectOf } from "./kit/subject.ts";
import { type Trigger, trigger } from "./kit/trigger.ts";
import { type Fields, type Names, unread } from "./kit/unread.ts";

/** How a body is read: `as: "text"` takes every body as text. By default, a body that is JSON is read as JSON. */
interface Reading {
  readonly as?: "text";
}

interface WithoutSchema extends Reading {
  readonly body?: never;
}

interface AsText extends WithoutSchema {
  readonly as: "text";
}

/** `body` is the schema of the body. */
interface Options<Body> extends Reading {
  readonly body: z.ZodType<Body>;
}

/** A message of a queue. */
interface Message<Body> {
  readonly messageId: string;
  /** The ARN of the queue. */
  readonly queue: string;
  /** When the message was sent. RFC 3339, UTC, milliseconds. */
  readonly time: string;
  readonly group: string | undefined;
  readonly body: Checked<Body>;
  /** All other fields that do not change from delivery to delivery, under the names of SQS. */
  readonly others: Fields | undefined;
}

/**
 * Messages of an SQS queue, standard or FIFO. The work function gets the body, as the schema `body` returns it. The event source
 * needs `FunctionResponseTypes: [ReportBatchItemFailures]`.
 *
 * @example
 * const Order = z.object({ id: z.string() });
 * export const handler = onEvent(sqs("orders", { body: Order }), ({ id }) => ship(id));
 */
export function sqs<const Name extends string>(stream: Name, reading: AsText): Sqs<Name, string>;
export function sqs<const Name extends string>(stream: Name, reading?: WithoutSchema): Sqs<Name, unknown>;
export function sqs<const Name extends string, Body>(stream: Name, options: Options<Body>): Sqs<Name, Body>;
export function sqs(
  stream: string,
  { body = z.unknown(), as }: Partial<Options<unknown>> = {},
): Sqs<string, unknown> | Sqs<string, string> {
  return trigger({
    stream,
    event: batch,
    items: ({ Records }) => Records,
    record: recordFrom(
      "aws:sqs",
      "an SQS queue",
      withSent(
        () => messageOf(checked(as === "text" ? plainText() : jsonText(), body)),
        (read, sent) => ({ ...read, others: unread(sent, READ) }),
      ),
    ),
    entry: messageEntry,
    given: ({ body }: Message<unknown>) => body.given,
    identify: (record) => polledIdentity(record, messageIdOf(record)),
    lane: groupOf,
    respond: batchAnswer(messageIdOf),
  });
}

/** The trigger of a queue. `Body` is what the work function gets. */
export type Sqs<Name extends string, Body> = Trigger<Name, Batch, unknown, Message<Body>, BatchAnswer, Body>;

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
const messageOf = <Body>(body: z.ZodType<Checked<Body>>) =>
  z
    .object({
      messageId: text(256),
      eventSourceARN: sourceArn,
      body,
      attributes: z.object({ SentTimestamp: epochMilliseconds, MessageGroupId: text(256).optional() }),
    })
    .transform(({ messageId, eventSourceARN: queue, body, attributes }) => ({
      ...{ messageId, queue, body },
      time: attributes.SentTimestamp,
      group: attributes.MessageGroupId,
    }));

// The fields that the schema reads, those that repeat other fields, and those that change from delivery to delivery.
const READ: Names = {
  ...{ messageId: true, body: true, eventSource: true, eventSourceARN: true, awsRegion: true },
  ...{ md5OfBody: true, md5OfMessageAttributes: true, receiptHandle: true },
  messageAttributes: {},
  attributes: {
    ...{ SentTimestamp: true, MessageGroupId: true },
    ...{ ApproximateReceiveCount: true, ApproximateFirstReceiveTimestamp: true },
  },
};

const messageEntry = ({ messageId, queue, time, group, body, others }: Message<unknown>): NewEntry => ({
  identity: ["sqs", queue, messageId],
  time,
  source: queue,
  type: "com.amazonaws.sqs.Message",
  subject: group === undefined ? undefined : subjectOf(group),
  data: { messageId, body: body.data, ...others },
  json: jsonOf({ messageId, body: body.exact, ...others }),
});

const messageIdOf = (record: unknown): string | undefined => textAt(record, "messageId");

/** Only a FIFO queue has an order. In a standard queue, a group only shares the queue fairly. */
const groupOf = (record: unknown): string | undefined =>
  textAt(record, "eventSourceARN")?.endsWith(".fifo") ? textAt(record, "attributes", "MessageGroupId") : undefined;
