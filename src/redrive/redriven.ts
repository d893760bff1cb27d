import * as z from "zod";
import { Found } from "../middleware/look.ts";
import { DeadLetter } from "./deadLetter.ts";
import { StreamBatch } from "./streamBatch.ts";

/**
 * The result for one message. In a dry run it is `waiting`. A message that is `unreadable`, `instream` or `failing` stays in the
 * queue. `found` says what was in the log before the redrive. The records of a message that is `instream` are only in a stream.
 */
export type Redriven = z.infer<typeof Redriven>;
export const Redriven = z.discriminatedUnion("status", [
  z.object({ status: z.literal("unreadable"), error: z.string() }),
  z.object({ status: z.literal("instream"), batch: StreamBatch }),
  z.object({ status: z.literal(["waiting", "redriven"]), deadLetter: DeadLetter, found: Found() }),
  z.object({ status: z.literal("failing"), deadLetter: DeadLetter, error: z.string() }),
]);
