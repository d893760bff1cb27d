/** Messages of SQS and SNS, as Lambda delivers them. */

const QUEUE = "arn:aws:sqs:eu-central-1:123456789012:uploads";
export const TOPIC = "arn:aws:sns:eu-central-1:123456789012:uploads";

interface SqsOptions {
  readonly queue?: string;
  readonly group?: string;
}

/** The record of a message of a queue. */
export const sqsRecord = (messageId: unknown, body: unknown, { queue = QUEUE, group }: SqsOptions = {}) => ({
  messageId,
  receiptHandle: "receipt",
  body,
  attributes: {
    ApproximateReceiveCount: "1",
    SentTimestamp: "1767225600000",
    SenderId: "AIDAEXAMPLE",
    ApproximateFirstReceiveTimestamp: "1767225600001",
    ...(group !== undefined && { MessageGroupId: group }),
  },
  messageAttributes: {},
  md5OfBody: "00000000000000000000000000000000",
  eventSource: "aws:sqs",
  eventSourceARN: queue,
  awsRegion: "eu-central-1",
});

/** The fields of a notification of a topic. */
const notification = (MessageId: unknown, Message: unknown) => ({
  Type: "Notification",
  MessageId,
  TopicArn: TOPIC,
  Subject: null,
  Message,
  Timestamp: "2026-01-01T00:00:00.123Z",
  SignatureVersion: "1",
  Signature: "c2lnbmF0dXJl",
});
const UNSUBSCRIBE = `https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${TOPIC}:1`;

/** The record of a notification that a topic sends to a function. */
export const snsRecord = (messageId: unknown, message: unknown, change: object = {}) => ({
  EventSource: "aws:sns",
  EventVersion: "1.0",
  EventSubscriptionArn: `${TOPIC}:1`,
  Sns: {
    ...notification(messageId, message),
    SigningCertUrl: "https://sns.eu-central-1.amazonaws.com/cert.pem",
    UnsubscribeUrl: UNSUBSCRIBE,
    MessageAttributes: {},
    ...change,
  },
});

/** The body of the message that a topic sends to a queue. */
export const snsBody = (messageId: string, message: string): string =>
  JSON.stringify({ ...notification(messageId, message), UnsubscribeURL: UNSUBSCRIBE }, null, 2);

/** The ways by which S3 sends an event to a function: all events here hold the same text. */
export const waysOf = (event: object): Readonly<Record<string, object>> => {
  const text = JSON.stringify(event);
  return {
    directly: event,
    "by a queue": { Records: [sqsRecord("m1", text)] },
    "by a topic": { Records: [snsRecord("m2", text)] },
    "by a topic and a queue": { Records: [sqsRecord("m3", snsBody("m2", text))] },
    "by a topic and a queue with raw message delivery": { Records: [sqsRecord("m4", text)] },
  };
};
