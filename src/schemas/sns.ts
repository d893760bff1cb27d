import * as z from "zod";
import { withOrdinaryNumbers } from "../log/exactNumbers.ts";
import { attribute, moment, text } from "../log/fields.ts";
import { type Checked, checked } from "./kit/checked.ts";
import { jsonText } from "./kit/content.ts";
import { orAnything } from "./kit/orAnything.ts";
import { reportOrThrow } from "./kit/report.ts";
import { shape } from "./kit/shape.ts";
import { subjectOf } from "./kit/subject.ts";
import { trigger } from "./kit/trigger.ts";
import { type Names, nonEmpty, unread } from "./kit/unread.ts";

interface SnsOptions<Message> {
  /** The schema of the message: of the JSON value if the message is JSON, otherwise of its text. */
  readonly message?: z.ZodType<Message>;
}

/**
 * Notifications of SNS topics. The work function gets the message that the schema has validated. The entry keeps the message as it was
 * sent.
 *
 * @example
 * const Alert = z.object({ severity: z.enum(["low", "high"]), text: z.string() });
 * export const handler = onEvent(sns("alerts", { message: Alert }), (alert) => page(alert.text));
 */
export const sns = <const Name extends string, Message = unknown>(
  stream: Name,
  { message }: SnsOptions<Message> = {},
) =>
  trigger({
    stream,
    event: z.object({ Records: z.array(z.unknown()).min(1) }),
    items: ({ Records }) => Records,
    record: shape((record) =>
      Notification.extend({
        Sns: Notification.shape.Sns.extend({ Message: checked(jsonText, orAnything(message)) }),
      }).transform(({ Sns }) => ({ ...Sns, others: othersIn(record) })),
    ),
    entry: ({ TopicArn, MessageId, Timestamp: { time, origintime }, Subject, Message: { exact }, others }) => ({
      identity: identityOf(TopicArn, MessageId),
      time,
      source: TopicArn,
      type: "com.amazonaws.sns.Notification",
      subject: Subject ? subjectOf(Subject) : undefined,
      ...withOrdinaryNumbers({ message: exact, ...others }),
      extensions: { originid: MessageId, ...(origintime !== undefined && { origintime }) },
    }),
    given: ({ Message: { given } }: { readonly Message: Checked<Message> }) => given,
    identify: (record) => {
      const { data } = Identified.safeParse(record);
      return data && identityOf(data.Sns.TopicArn, data.Sns.MessageId);
    },
    respond: reportOrThrow,
  });

const identityOf = (topicArn: string, messageId: string): readonly string[] => ["sns", topicArn, messageId];

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
const Notification = z.object({
  Sns: z.object({
    Type: z.literal("Notification"),
    MessageId: attribute(1024),
    TopicArn: attribute(2048).pipe(z.string().startsWith("arn:")),
    Timestamp: moment,
    Subject: z.union([z.literal(""), text(1024)]).nullish(),
  }),
});

const Identified = z.object({ Sns: z.object({ TopicArn: z.string(), MessageId: z.string() }) });

// The fields that the schema reads, and fields that are left out. The subscription differs between two deliveries of one message. The
// signature can be checked only together with all other fields. Whoever has the address to unsubscribe may end the subscription.
const RECORD: Names = { EventSource: true, EventVersion: true, EventSubscriptionArn: true, Sns: true };
const SNS: Names = {
  ...{ Type: true, MessageId: true, TopicArn: true, Timestamp: true, Subject: true, Message: true },
  ...{ SignatureVersion: true, Signature: true, SigningCertUrl: true, UnsubscribeUrl: true },
  ...{ SigningCertURL: true, UnsubscribeURL: true }, // some emulators write them so
};

/** The attributes of the message, and all other fields under `details`. */
const othersIn = (record: unknown) => {
  const sns = z.object({ Sns: z.unknown() }).safeParse(record).data?.Sns;
  const { MessageAttributes, ...details } = unread(sns, SNS) ?? {};
  return nonEmpty({
    messageAttributes: isEmpty(MessageAttributes) ? undefined : MessageAttributes,
    details: nonEmpty({ ...unread(record, RECORD), ...details }),
  });
};

const isEmpty = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;
