import { createHash } from "node:crypto";
import { UserError } from "../userError.ts";
import type { Schedule } from "./schedule.ts";

/**
 * The event that the target of a schedule gets. In an input of EventBridge Scheduler, the context attributes are replaced. Without an
 * input, it is the Scheduled Event. A firing has the same ids at each attempt. Throws a `UserError` if the input is no JSON.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export const scheduledInput = (schedule: Schedule, due: Date, attempt = 1): unknown => {
  const { name, arn, kind, input } = schedule;
  const time = due.toISOString().replace(/\.\d+Z$/, "Z");
  const id = createHash("sha256").update(`${arn} ${time}`).digest("hex");
  if (input === undefined) return scheduledEvent(schedule, time, id);
  const context: Readonly<Record<string, string>> = {
    "schedule-arn": arn,
    "scheduled-time": time,
    "execution-id": id.slice(0, 16),
    "attempt-number": String(attempt),
  };
  const text =
    kind === "rule" ? input : input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (whole, key) => context[key] ?? whole);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`The Input of the schedule ${name} is no JSON: ${text}`, error);
  }
};

const scheduledEvent = ({ arn, kind }: Schedule, time: string, id: string) => {
  const [, , , region = "", account = ""] = arn.split(":");
  return {
    version: "0",
    id: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5"),
    "detail-type": "Scheduled Event",
    source: kind === "rule" ? "aws.events" : "aws.scheduler",
    account,
    time,
    region,
    resources: [arn],
    detail: kind === "rule" ? {} : "{}", // EventBridge Scheduler sends it as a text
  };
};
