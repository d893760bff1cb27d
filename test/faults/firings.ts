import { rejection } from "./expected.ts";
import type { Random } from "./random.ts";
import { type Sent, timeOf } from "./uploads.ts";

/** A constant input of a schedule. It has no name and no time of the schedule, so all firings are equal. */
export const constantInput = (mark: string): Sent => {
  const json = { job: mark };
  return { json, expected: rejection(mark, "schedule", "schema", json) };
};

/** A firing of a scheduled rule or of EventBridge Scheduler. Some are bad. */
export const newFiring = (random: Random, mark: string): Sent => {
  const time = timeOf(random);
  if (random.chance(0.1)) {
    const json = { source: "aws.events", time, resources: [], id: mark };
    return { json, expected: rejection(mark, "schedule", "schema", json) };
  }
  const isRule = random.chance(0.5);
  const arn = isRule
    ? `arn:aws:events:eu-central-1:123456789012:rule/${mark}`
    : `arn:aws:scheduler:eu-central-1:123456789012:schedule/default/${mark}`;
  return {
    json: isRule
      ? { id: "one", source: "aws.events", "detail-type": "Scheduled Event", time, resources: [arn], detail: {} }
      : { scheduleArn: arn, scheduledTime: time, executionId: "one", attemptNumber: "1" },
    expected: {
      mark,
      stream: "schedule",
      fields: { source: arn, type: "tributary.schedule.fired", subject: mark },
      times: [time],
    },
  };
};
