import * as z from "zod";
import { attribute, type Moment, moment } from "../log/fields.ts";
import { has } from "../log/has.ts";
import { nameOf } from "./kit/arn.ts";
import { reportOrThrow } from "./kit/report.ts";
import { anyObject, shape } from "./kit/shape.ts";
import { trigger } from "./kit/trigger.ts";

/** One firing of a schedule, and when it was due. */
export interface Firing extends Moment {
  /** The ARN of the rule or the schedule. */
  readonly arn: string;
  /** The service that fired it. The ARNs of the two services differ; their firings have the same fields. */
  readonly kind: "rule" | "scheduler";
  /** The input that the deployer gave the target, if any. */
  readonly detail?: unknown;
}

const arn = attribute(2048).pipe(z.string().startsWith("arn:"));

// An empty detail is the same as none. EventBridge Scheduler writes it as the text "{}".
const detail = z
  .unknown()
  .optional()
  .transform((value) => (value === "{}" || isEmpty(value) ? undefined : value));

const isEmpty = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

/**
 * The event of a scheduled rule. EventBridge Scheduler sends the same event if its target has no input of its own.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
 */
const Scheduled = z
  .looseObject({ "detail-type": z.literal("Scheduled Event").optional() }) // other events of a bus may have the same fields
  .pipe(
    z.object({
      source: z.enum(["aws.events", "aws.scheduler"]),
      time: moment,
      resources: z.array(arn).pipe(z.array(z.string()).min(1)),
      detail,
    }),
  )
  .transform(
    ({ source, time, resources: [arn = ""], detail }): Firing => ({
      arn,
      ...time,
      kind: source === "aws.events" ? "rule" : "scheduler",
      detail,
    }),
  );

/**
 * An input that is made of the context attributes of EventBridge Scheduler, as in template.yaml. The execution id and the attempt
 * number are not read, because they change with each try.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
const Context = z.object({ scheduleArn: arn, scheduledTime: moment, detail }).transform(
  ({ scheduleArn, scheduledTime, detail }): Firing => ({
    arn: scheduleArn,
    ...scheduledTime,
    kind: "scheduler",
    detail,
  }),
);

/**
 * Firings of EventBridge scheduled rules and of EventBridge Scheduler. The work function gets a {@link Firing}.
 *
 * @example
 * export const handler = onEvent(schedule("schedule"), ({ time }) => cleanUpBefore(time));
 */
export const schedule = <const Name extends string>(stream: Name) =>
  trigger({
    stream,
    event: anyObject,
    items: (event) => [event],
    record: shape((event) => (has(event, "scheduleArn") || has(event, "scheduledTime") ? Context : Scheduled)),
    entry: ({ arn, time, origintime, kind, detail }) => ({
      identity: [kind, arn, time],
      time,
      source: arn,
      type: "tributary.schedule.fired",
      subject: nameOf(arn) || undefined,
      data: detail,
      extensions: origintime === undefined ? undefined : { origintime },
    }),
    respond: reportOrThrow,
  });
