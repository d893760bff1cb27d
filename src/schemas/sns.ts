import * as z from "zod";
import type { NewEntry } from "../log/entry.ts";
import { attribute, type Moment, moment, text } from "../log/fields.ts";
import { has } from "../log/has.ts";
import { withOrdinaryNumbers } from "../log/ordinaryNumbers.ts";
import { textAt } from "../log/textAt.ts";
import { type Batch, batch } from "./kit/batch.ts";
import { type Checked, checked } from "./kit/checked.ts";
import { jsonText, plainText } from "./kit/content.ts";
import { type Report, reportOrThrow } from "./kit/report.ts";
import { withSent } from "./kit/shape.ts";
import { subjectOf } from "./kit/subject.ts";
import { type Trigger, trigger } from "./kit/trigger.ts";
import { type Fields, type Names, nonEmpty, unread } from "./kit/unread.ts";

/** How a message is read: `as: "text"` takes every message as text. By default, a message that is JSON is read as JSON. */
interface Reading {
  readonly as?: "text";
}

interface WithoutSchema extends Reading {
  readonly message?: never;
}

interface AsText extends WithoutSchema {
  readonly as: "text";
}

/** `message` is the schema of the message. */
interface Options<Message> extends Reading {
  readonly message: z.ZodType<Message>;
}

/** A notification of a topic. */
interface Notification<Message> {
  readonly messageId: string;
  /** The ARN of the topic. */
  readonly topic: string;
  readonly subject: string | undefined;
  readonly time: Moment;
  readonly message: Checked<Message>;
  /** `messageAttributes` as SNS sends them, and all other fields in `details`. */
  readonly others: Fields | undefined;
}

/**
 * Notifications of an SNS topic. The work function gets the message, as the schema `message` returns it.
 *
 * @example
 * const Alert = z.object({ severity: z.enum(["low", "high"]), text: z.string() });
 * export const handler = onEvent(sns("alerts", { message: Alert }), (alert) => page(alert.text));
 */
export function sns<const Name extends string>(stream: Name, reading: AsText): Sns<Name, string>;
export function sns<const Name extends string>(stream: Name, reading?: WithoutSchema): Sns<Name, unknown>;
export function sns<const Name extends string, Message>(stream: Name, options: Options<Message>): Sns<Name, Message>;
export function sns(
  stream: string,
  { message = z.unknown(), as }: Partial<Options<unknown>> = {},
): Sns<string, unknown> | Sns<string, string> {
  return trigger({
    stream,
    event: batch,
    items: ({ Records }) => Records,
    record: withSent(
      () => notificationOf(checked(as === "text" ? plainText() : jsonText(), message)),
      (read, sent) => ({ ...read, others: othersIn(sent) }),
    ),
    entry: notificationEntry,
    given: ({ message }: Notification<unknown>) => message.given,
    identify: (record) => {
      const [topic, messageId] = [textAt(record, "Sns", "TopicArn"), textAt(record, "Sns", "MessageId")];
      return topic === undefined || messageId === undefined ? undefined : [topic, messageId];
    },
    respond: reportOrThrow,
  });
}

/** The trigger of a topic. `Message` is what the work function gets. */
export type Sns<Name extends string, Message> = Trigger<Name, Batch, unknown, Notification<Message>, Report, Message>;

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
const notificationOf = <Message>(message: z.ZodType<Checked<Message>>) =>
  z
    .object({
      Sns: z.object({
        Type: z.literal("Notification"),
        MessageId: text(256),
        TopicArn: attribute(2048).pipe(z.string().startsWith("arn:")),
        Timestamp: moment,
        Subject: z.union([z.literal(""), text(1024)]).nullish(),
        Message: message,
      }),
    })
    .transform(({ Sns: { MessageId: messageId, TopicArn: topic, Timestamp: time, Subject, Message: message } }) => ({
      ...{ messageId, topic, time, message },
      subject: Subject || undefined,
    }));

// The fields that the schema reads, and fields that are left out. The subscription differs between two deliveries of one message. The
// signature can be checked only together with all other fields. Whoever has the address to unsubscribe can end the subscription.
const RECORD: Names = { EventSource: true, EventVersion: true, EventSubscriptionArn: true, Sns: true };
const SNS: Names = {
  ...{ Type: true, MessageId: true, TopicArn: true, Timestamp: true, Subject: true, Message: true },
  ...{ SignatureVersion: true, Signature: true, SigningCertUrl: true, UnsubscribeUrl: true },
  ...{ SigningCertURL: true, UnsubscribeURL: true }, // some emulators write them in this way
  MessageAttributes: {},
};

const othersIn = (record: unknown): Fields | undefined => {
  const { MessageAttributes, ...details } = unread(has(record, "Sns") ? record.Sns : undefined, SNS) ?? {};
  return nonEmpty({
    messageAttributes: MessageAttributes,
    details: nonEmpty({ ...unread(record, RECORD), ...details }),
  });
};

const notificationEntry = ({ messageId, topic, time, subject, message, others }: Notification<unknown>): NewEntry => ({
  identity: ["sns", topic, messageId],
  time: time.time,
  source: topic,
  type: "com.amazonaws.sns.Notification",
  subject: subject === undefined ? undefined : subjectOf(subject),
  ...withOrdinaryNumbers({ messageId, message: message.exact, ...others }),
  extensions: time.origintime === undefined ? undefined : { origintime: time.origintime },
});
