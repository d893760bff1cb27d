import * as z from "zod";
import { has } from "../../log/has.ts";
import { lazy } from "../../log/lazy.ts";
import { withOrdinaryNumbers } from "../../log/ordinaryNumbers.ts";
import { valueIn } from "../../log/valueIn.ts";
import { isTestEvent } from "./s3TestEvent.ts";

/** One record of S3, and the message that held it, if any. */
export interface S3Item {
  /** As it was delivered. If a message holds no S3 event, this is the whole message. */
  readonly record: unknown;
  readonly message?: Message & { readonly index: number };
}

interface Message {
  readonly from: "queue" | "topic";
  /** What is equal for all deliveries of the message; `undefined` if a field of it is missing. */
  readonly identity: readonly string[] | undefined;
  /** The id by which the answer to a batch names the message. Only a message of a queue has it. */
  readonly itemIdentifier?: string | undefined;
  /** The queue and the message group. Only a message of a FIFO queue has it. */
  readonly lane?: string | undefined;
}

/** The records of S3 in one record of an event. A record that is no message of SQS or SNS is itself the only one. */
export const itemsIn = (record: unknown): readonly S3Item[] => {
  const opened = open(record);
  if (opened === undefined) return [{ record }];
  const { message, content } = opened;
  const records = "fault" in content ? [record] : content.records;
  return records.map((record, index) => ({ record, message: { ...message, index } }));
};

/** Why a record is a message of SQS or SNS that holds no S3 event, and the path of its content; `undefined` for any other record. */
export const faultOf = (record: unknown): { readonly path: string[]; readonly message: string } | undefined => {
  const opened = open(record);
  return opened && "fault" in opened.content
    ? { path: opened.path, message: `The message holds no event of S3: ${opened.content.fault}` }
    : undefined;
};

interface Opened {
  readonly message: Message;
  /** The field that holds the content. */
  readonly path: string[];
  readonly content: Content;
}

type Content = { readonly records: readonly unknown[] } | { readonly fault: string };

const open = (record: unknown): Opened | undefined => {
  if (has(record, "s3")) return undefined; // a record of S3, whatever its `eventSource` is
  const sqs = SqsMessage().safeParse(record).data;
  if (sqs !== undefined) {
    const { messageId, eventSourceARN: queue, attributes, body } = sqs;
    const message: Message = {
      from: "queue",
      identity: identityOf("sqs", queue, messageId),
      itemIdentifier: messageId,
      lane: queue?.endsWith(".fifo") ? identityOf(queue, attributes?.MessageGroupId)?.join() : undefined,
    };
    return { message, path: ["body"], content: inQueue(body) };
  }
  const sns = SnsMessage().safeParse(record).data;
  if (sns === undefined) return undefined;
  const { TopicArn, MessageId, Message } = sns.Sns ?? {};
  return {
    message: { from: "topic", identity: identityOf("sns", TopicArn, MessageId) },
    path: ["Sns", "Message"],
    content: inMessage(Message),
  };
};

const optional = () => z.string().optional().catch(undefined);

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
const SqsMessage = lazy(() =>
  z.object({
    eventSource: z.literal("aws:sqs"),
    eventSourceARN: optional(),
    messageId: optional(),
    attributes: z.object({ MessageGroupId: optional() }).optional().catch(undefined),
    body: z.unknown().optional(),
  }),
);

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
const SnsMessage = lazy(() =>
  z.object({
    EventSource: z.literal("aws:sns"),
    Sns: z
      .object({ TopicArn: optional(), MessageId: optional(), Message: z.unknown().optional() })
      .optional()
      .catch(undefined),
  }),
);

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html. With raw message delivery, a queue gets only the `Message`. */
const SnsEnvelope = lazy(() =>
  z.object({ Type: z.literal("Notification"), TopicArn: z.string(), Message: z.string() }),
);

const identityOf = (...parts: readonly (string | undefined)[]): readonly string[] | undefined => {
  const there = parts.filter((part) => part !== undefined && part !== "");
  return there.length === parts.length ? there.map(String) : undefined;
};

const inQueue = (body: unknown): Content => {
  const content = typeof body === "string" ? valueIn(body) : undefined;
  return inMessage(SnsEnvelope().safeParse(content).data?.Message ?? body);
};

const inMessage = (text: unknown): Content => {
  if (typeof text !== "string") return { fault: "its content is not a text" };
  const { data: content } = withOrdinaryNumbers(valueIn(text));
  if (content === text) return { fault: "its content is not JSON, or it is nested too deeply, or it has a name twice" };
  if (has(content, "Records") && Array.isArray(content.Records) && content.Records.some((one) => has(one, "s3")))
    return { records: content.Records };
  if (isTestEvent(content) || isEventBridge(content)) return { records: [content] };
  return { fault: "its content is neither a notification of S3 nor an event that S3 sends through EventBridge" };
};

const isEventBridge = (content: unknown): boolean =>
  has(content, "detail-type") && has(content, "source") && content.source === "aws.s3";
