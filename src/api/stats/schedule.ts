import type { Entry } from "../../log/entry.ts";

/** A schedule whose firings are logged. `expression` is an expression of EventBridge Scheduler in UTC. */
export interface Schedule {
  readonly name: string;
  readonly expression: string;
  /** The stream of its firings. */
  readonly stream: string;
}

/**
 * The schedule in the environment variables `SCHEDULE_NAME` and `SCHEDULE_EXPRESSION`, which template.yaml sets. `SCHEDULE_STREAM` is
 * the stream of its firings; by default, it is `schedule`.
 */
export const scheduleFrom = ({
  SCHEDULE_NAME: name,
  SCHEDULE_EXPRESSION: expression,
  SCHEDULE_STREAM: stream = "schedule",
}: Readonly<Record<string, string | undefined>>): Schedule | undefined =>
  name && expression ? { name, expression, stream } : undefined;

/** Whether an entry is a firing of this schedule. */
export const isFiring = (entry: Entry, { name, stream }: Schedule): boolean =>
  entry.stream === stream && entry.subject === name;
