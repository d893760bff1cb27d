import * as z from "zod";
import { Found } from "../middleware/look.ts";

const text = z.string();
const deadLetter = z.object({ functionArn: text, event: z.unknown(), requestId: text, error: text });
const batch = z.object({
  ...{ functionArn: text, streamArn: text, shardId: text, first: text, last: text },
  ...{ records: z.number(), until: text, error: text },
});

/**
 * The result for one message. In a dry run it is `waiting`. A message that is `unreadable`, `instream` or `failing` stays in the
 * queue. `found` says what was in the log before the redrive. The records of a message that is `instream` are only in a stream.
 */
export type Redriven = z.infer<typeof Redriven>;
export const Redriven = z.discriminatedUnion("status", [
  z.object({ status: z.literal("unreadable"), error: text }),
  z.object({ status: z.literal("instream"), batch }),
  z.object({ status: z.literal(["waiting", "redriven"]), deadLetter, found: Found }),
  z.object({ status: z.literal("failing"), deadLetter, error: text }),
]);
