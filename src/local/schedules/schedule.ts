/** A schedule of EventBridge Scheduler, or a scheduled rule of EventBridge. */
export interface Schedule {
  readonly name: string;
  readonly arn: string;
  readonly kind: "scheduler" | "rule";
  /** `rate(…)`, `cron(…)` or `at(…)`. */
  readonly expression: string;
  /** The IANA name of the time zone of `cron(…)` and `at(…)`. Without it, UTC. */
  readonly timeZone?: string;
  /** It does not fire before this time. */
  readonly start?: Date;
  /** It does not fire at this time or later. */
  readonly end?: Date;
  /** A disabled schedule fires only by hand. */
  readonly isEnabled: boolean;
  /** The input of the target, as in the template. */
  readonly input?: string;
}
