import * as z from "zod";
import { deliverAsynchronously } from "./asynchronous.ts";
import { attemptReport } from "./attemptReport.ts";
import { deliverFromQueue } from "./queue.ts";
import type { Deliver } from "./services.ts";
import { deliverFromStream } from "./stream.ts";

/** How Lambda delivers the records of each event source. All other events are asynchronous. */
const sources: Readonly<Record<string, Deliver>> = {
  "aws:sqs": deliverFromQueue,
  "aws:kinesis": deliverFromStream,
  "aws:dynamodb": deliverFromStream,
};

/** Delivers an event as the service does that made it: a queue and a stream are polled, and a request waits for its answer. */
export const deliver: Deliver = async (settings, event, services) => {
  const { Records, requestContext } = Event.safeParse(event).data ?? {};
  const poll = sources[Records?.[0]?.eventSource ?? ""];
  if (poll !== undefined) return { delivery: "polled", ...(await poll(settings, event, services)) };
  const payload = JSON.stringify(event);
  if (requestContext?.http !== undefined)
    return { delivery: "request", attempts: [attemptReport(await services.call(settings.id, { payload }))] };
  const { attempts, ...rest } = await deliverAsynchronously(settings, { payload }, services);
  return { delivery: "asynchronous", ...rest, attempts: attempts.map(attemptReport) };
};

const Event = z.object({
  Records: z
    .array(z.object({ eventSource: z.string().optional() }))
    .optional()
    .catch(undefined),
  requestContext: z.object({ http: z.unknown() }).optional().catch(undefined),
});
