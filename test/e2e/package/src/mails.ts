import { moment, reportOrThrow, text, trigger } from "tributary";
import * as z from "zod";

const Mail = z
  .object({ ses: z.object({ mail: z.object({ messageId: text(256), source: text(320), timestamp: moment }) }) })
  .transform(({ ses }) => ses.mail);

/** Mails that SES receives: a trigger of this project. */
export const mails = <const Name extends string>(stream: Name) =>
  trigger({
    stream,
    event: z.object({ Records: z.array(z.unknown()).min(1) }),
    items: ({ Records }) => Records,
    record: Mail,
    entry: ({ messageId, source, timestamp }) => ({
      identity: ["ses", messageId],
      time: timestamp.time,
      source: `mailto:${source}`,
      type: "com.amazonaws.ses.Received",
    }),
    respond: reportOrThrow,
  });
