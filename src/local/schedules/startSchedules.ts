import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { errorText } from "../../log/errorText.ts";
import { isoOf } from "../../log/time.ts";
import { anchorsIn } from "./anchors.ts";
import { dueTimes } from "./dueTimes.ts";
import type { Schedule } from "./schedule.ts";
import { scheduleNamed } from "./scheduleNamed.ts";

interface Scheduling {
  /** Their ARNs differ. */
  readonly schedules: readonly Schedule[];
  /** The path of the file that keeps when each rate began. */
  readonly state: string;
  /** In ms since 1970. */
  readonly now: () => number;
  /** Calls `then` once, after `ms`. Returns a function that cancels it. */
  readonly setTimer: (then: () => void, ms: number) => () => void;
  /** Invokes the target. What it throws is said. */
  readonly fire: (schedule: Schedule, due: Date) => Promise<void> | void;
  /** Gets a sentence for the person at the terminal. */
  readonly say: (sentence: string) => void;
}

/**
 * Fires schedules when they are due, until it is stopped. A rate of EventBridge Scheduler fires first when it begins, a rate of a rule
 * after its first interval. What was due while the process did not run is not fired. Of what was due while the machine slept, the
 * last time is fired. Throws an error that names a schedule that cannot be read.
 */
export const startSchedules = async ({ schedules, state, now, setTimer, fire, say }: Scheduling) => {
  await mkdir(dirname(state), { recursive: true });
  const begun = now();
  const anchors = await anchorsIn(state, schedules, begun, say);
  const plans = schedules.map((schedule) => {
    const { anchor, isNew } = anchors.get(schedule.arn) ?? { anchor: begun, isNew: true };
    const times = dueTimes(schedule, anchor);
    const nextFrom = (from: number) => (schedule.isEnabled ? first(times(from)) : undefined);
    return { schedule, times, nextFrom, next: nextFrom(isNew && firesAtOnce(schedule) ? anchor : begun + 1) };
  });

  const fireOne = async (schedule: Schedule, due: number): Promise<void> => {
    try {
      await fire(schedule, new Date(due));
    } catch (error) {
      say(`The schedule ${schedule.name}, due ${isoOf(due)}, was not fired: ${errorText(error)}`);
    }
  };

  const fireDue = (time: number): void => {
    for (const plan of plans) {
      const { schedule, times, nextFrom, next } = plan;
      if (next === undefined || next > time) continue;
      const { count, last } = upTo(times(next), time, next);
      plan.next = nextFrom(time + 1);
      if (count > 1 || time - last > LATE_MS) say(slept(schedule, count, last));
      void fireOne(schedule, last);
    }
  };

  let cancel = (): void => {};
  const wait = (): void => {
    const next = Math.min(...plans.map((plan) => plan.next ?? Number.POSITIVE_INFINITY));
    if (next === Number.POSITIVE_INFINITY) return;
    // A timer does not count the time that the machine sleeps, and Node's cannot wait longer than 24.8 days.
    cancel = setTimer(tick, Math.min(Math.max(1, next - now()), LOOK_MS));
  };
  let seen = begun;
  const tick = (): void => {
    const time = now();
    if (time < seen - CLOCK_BACK_MS) {
      say(`The clock went back from ${isoOf(seen)} to ${isoOf(time)}. Schedules follow it.`);
      for (const plan of plans) plan.next = plan.nextFrom(time + 1);
    }
    seen = time;
    fireDue(time);
    wait();
  };
  tick();

  return {
    /** Fires a schedule by hand, as if it were due at this time. Throws a `UserError` if no schedule has this name. */
    fireAt: async (name: string, time: Date): Promise<void> => {
      await fire(scheduleNamed(schedules, name), time);
    },
    /** When a schedule fires next. Nothing if it never does. */
    nextOf: (arn: string): Date | undefined => {
      const next = plans.find(({ schedule }) => schedule.arn === arn)?.next;
      return next === undefined ? undefined : new Date(next);
    },
    stop: (): void => cancel(),
  };
};

const LOOK_MS = 10_000;
// More than a look and a slow machine.
const LATE_MS = 3 * LOOK_MS;
// Clocks are often corrected by less.
const CLOCK_BACK_MS = 60_000;

const firesAtOnce = ({ kind, expression, start }: Schedule): boolean =>
  kind === "scheduler" && start === undefined && expression.trim().startsWith("rate(");

const first = (times: Iterable<number>): number | undefined => {
  for (const time of times) return time;
  return undefined;
};

/** How many of ascending times are at most `end`, and the last of them. `next` is the first time. */
const upTo = (times: Iterable<number>, end: number, next: number) => {
  let count = 0;
  let last = next;
  for (const time of times) {
    if (time > end) break;
    count++;
    last = time;
  }
  return { count, last };
};

const slept = ({ name }: Schedule, count: number, last: number): string => {
  const times = count === 1 ? "once" : `${count} times`;
  return `The schedule ${name} was due ${times} while this machine slept. It is fired once, for ${isoOf(last)}.`;
};
