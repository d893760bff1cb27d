import { createHash } from "node:crypto";
import * as z from "zod";
import type { Entry } from "../../log/entry.ts";
import { hasIdentity } from "./hasIdentity.ts";
import { keyOf } from "./keyOf.ts";
import { merged } from "./merged.ts";
import type { Pulled } from "./pulled.ts";
import { textOf } from "./textOf.ts";

const Data = z.looseObject({ messageId: z.string(), body: z.unknown() });

/**
 * A message of a queue, in the batch in which Lambda delivers it.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export const sqsEvent = (entry: Entry): Pulled | undefined => {
  const { source, subject, time } = entry;
  const read = Data.safeParse(entry.data);
  if (!read.success || !hasIdentity(entry, ["sqs", source, read.data.messageId])) return undefined;
  const { messageId, body: value, ...others } = read.data;
  const { text: body, missing } = textOf(value, "the body");
  const sent = String(Date.parse(time));
  const record = {
    messageId,
    receiptHandle: "not in the log",
    body,
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: sent,
      ApproximateFirstReceiveTimestamp: sent,
      ...(subject !== undefined && { MessageGroupId: keyOf(subject) }),
    },
    messageAttributes: {},
    md5OfBody: createHash("md5").update(body).digest("hex"),
    eventSource: "aws:sqs",
    eventSourceARN: source,
    awsRegion: source.split(":")[3],
  };
  return {
    event: { Records: [merged(record, others)] },
    missing: [
      ...missing,
      "the receipt handle, and how often and when the message was received before",
      "the other messages of its batch",
    ],
  };
};
