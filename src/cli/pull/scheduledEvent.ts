import type { Entry } from "../../log/entry.ts";
import type { Pulled } from "./pulled.ts";

/**
 * The event of a firing, as EventBridge sends it without an input of its own.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
 */
export const scheduledEvent = ({ type, source, time, origintime, data }: Entry): Pulled | undefined => {
  const [, partition, service, region, account] = source.split(":");
  if (type !== "tributary.schedule.fired" || partition === undefined) return undefined;
  return {
    event: {
      version: "0",
      id: "00000000-0000-0000-0000-000000000000",
      "detail-type": "Scheduled Event",
      source: service === "scheduler" ? "aws.scheduler" : "aws.events",
      account,
      time: origintime ?? time,
      region,
      resources: [source],
      detail: data ?? {},
    },
    missing: ["the id of the delivery, and the input of the schedule but for its detail"],
  };
};
