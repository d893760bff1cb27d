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
  const poll = pollerOf(event);
  if (poll !== undefined) return { delivery: "polled", ...(await poll(settings, event, services)) };
  const payload = JSON.stringify(event);
  if (deliveryOf(event) === "request")
    return { delivery: "request", attempts: [attemptReport(await services.call(settings.id, { payload }))] };
  const { attempts, ...rest } = await deliverAsynchronously(settings, { payload }, services);
  return { delivery: "asynchronous", ...rest, attempts: attempts.map(attemptReport) };
};

/** How the service that made an event delivers it. */
export const deliveryOf = (event: unknown): "polled" | "request" | "asynchronous" => {
  if (pollerOf(event) !== undefined) return "polled";
  return Event.safeParse(event).data?.requestContext?.http === undefined ? "asynchronous" : "request";
};

const pollerOf = (event: unknown): Deliver | undefined =>
  sources[Event.safeParse(event).data?.Records?.[0]?.eventSource ?? ""];

const Event = z.object({
  Records: z
    .array(z.object({ eventSource: z.string().optional() }))
    .optional()
    .catch(undefined),
  requestContext: z.object({ http: z.unknown() }).optional().catch(undefined),
});
