import { expect, test } from "vitest";
import * as z from "zod";
import { schedule } from "../../src/schemas/schedule.ts";
import { functions, resource } from "./template.ts";

const Destination = { GetAtt: "FailureQueue.Arn" };
const asynchronous = functions.filter(({ isAsynchronous }) => isAsynchronous);
const firings = functions.flatMap(({ events }) => events.filter(({ Type }) => Type === "ScheduleV2"));

test("the template has asynchronous functions and schedules", () => {
  expect(asynchronous).not.toEqual([]);
  expect(firings).not.toEqual([]);
});

test.each(asynchronous)(
  "an event that $id fails on is tried twice more, and then goes to the failure queue",
  ({ settings }) => {
    expect(settings["EventInvokeConfig"]).toEqual({
      MaximumEventAgeInSeconds: 6 * 3_600, // as long as Lambda keeps it
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Type: "SQS", Destination } },
    });
  },
);

test("the failure queue is encrypted, and keeps messages for 14 days", () => {
  expect(resource("FailureQueue").Properties).toEqual({
    SqsManagedSseEnabled: true,
    MessageRetentionPeriod: 14 * 86_400,
  });
});

test.each(firings)(
  "a firing that cannot be delivered is tried for a day, and then goes to the failure queue",
  ({ Properties }) => {
    expect(Properties).toMatchObject({
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      DeadLetterConfig: { Arn: Destination },
    });
  },
);

test.each(firings)(
  "the schema accepts the input after EventBridge Scheduler has replaced its keywords",
  ({ Properties }) => {
    const arn = "arn:aws:scheduler:eu-central-1:123456789012:schedule/default/tick";
    const input = z
      .string()
      .parse(Properties["Input"])
      .replace("<aws.scheduler.schedule-arn>", arn)
      .replace("<aws.scheduler.scheduled-time>", "2026-01-31T12:00:00Z");
    expect(schedule("schedule").record.parse(JSON.parse(input))).toMatchObject({
      arn,
      time: "2026-01-31T12:00:00.000Z",
    });
  },
);
