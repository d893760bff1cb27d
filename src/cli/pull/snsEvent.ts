import * as z from "zod";
import type { Entry } from "../../log/entry.ts";
import { fields } from "./fields.ts";
import { hasIdentity } from "./hasIdentity.ts";
import { keyOf } from "./keyOf.ts";
import { merged } from "./merged.ts";
import type { Pulled } from "./pulled.ts";
import { textOf } from "./textOf.ts";

const Data = z.object({
  messageId: z.string(),
  message: z.unknown(),
  messageAttributes: fields.default({}),
  details: fields.default({}),
});

/**
 * A notification of a topic.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export const snsEvent = (entry: Entry): Pulled | undefined => {
  const { source, subject, time, origintime } = entry;
  const read = Data.safeParse(entry.data);
  if (!read.success || !hasIdentity(entry, ["sns", source, read.data.messageId])) return undefined;
  const { messageId, message, messageAttributes, details } = read.data;
  const { text, missing } = textOf(message, "the message");
  const notification = {
    Type: "Notification",
    MessageId: messageId,
    TopicArn: source,
    Subject: subject === undefined ? null : keyOf(subject),
    Message: text,
    Timestamp: origintime ?? time,
    MessageAttributes: messageAttributes,
  };
  const record = {
    EventSource: "aws:sns",
    EventVersion: "1.0",
    EventSubscriptionArn: `${source}:00000000-0000-0000-0000-000000000000`,
    Sns: merged(notification, details),
  };
  return {
    event: { Records: [record] },
    missing: [...missing, "the subscription, and the signature of the message"],
  };
};
