import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dueTimes } from "../../src/local/schedules/dueTimes.ts";
import type { Schedule } from "../../src/local/schedules/schedule.ts";
import { scheduledInput } from "../../src/local/schedules/scheduledInput.ts";
import { startSchedules } from "../../src/local/schedules/startSchedules.ts";
import { instantOf, wallOf } from "../../src/local/schedules/wallTime.ts";
import { schedule } from "../../src/schemas/schedule.ts";
import { machine } from "./machine.ts";

const trigger = schedule("schedule");
const ARN = "arn:aws:scheduler:eu-central-1:123456789012:schedule/default/tick";

const scheduleOf = (expression: string, more: Partial<Schedule> = {}): Schedule => ({
  name: "tick",
  arn: ARN.replace("tick", more.name ?? "tick"),
  kind: "scheduler",
  expression,
  isEnabled: true,
  ...more,
});

const newState = async () => join(await mkdtemp(join(tmpdir(), "schedules-")), "deep", "schedules.json");

/** Starts schedules on a machine. Everything that fires is in `fired`, and everything that is said in `said`. */
const started = async (schedules: readonly Schedule[], laptop: ReturnType<typeof machine>, state?: string) => {
  const fired: string[] = [];
  const said: string[] = [];
  const running = await startSchedules({
    schedules,
    state: state ?? (await newState()),
    now: laptop.now,
    setTimer: laptop.setTimer,
    fire: ({ name }, due) => void fired.push(schedules.length > 1 ? `${name} ${due.toISOString()}` : due.toISOString()),
    say: (sentence) => void said.push(sentence),
  });
  return { ...running, fired, said };
};

/** The times of a schedule in a time range. */
const timesIn = (schedule: Schedule, from: string, to: string): readonly string[] => {
  const times: string[] = [];
  for (const time of dueTimes(schedule, Date.parse(from))(Date.parse(from))) {
    if (time >= Date.parse(to)) break;
    times.push(new Date(time).toISOString());
  }
  return times;
};

describe("a rate", () => {
  test("fires when it begins and at each interval", async () => {
    const laptop = machine("2026-03-01T08:00:00.250Z");
    const { fired, nextOf } = await started([scheduleOf("rate(5 minutes)")], laptop);
    laptop.runUntil("2026-03-01T08:11:00Z");
    expect(fired).toEqual(["2026-03-01T08:00:00.000Z", "2026-03-01T08:05:00.000Z", "2026-03-01T08:10:00.000Z"]);
    expect(nextOf(ARN)?.toISOString()).toBe("2026-03-01T08:15:00.000Z");
  });

  test("of a rule fires first after its first interval", async () => {
    const laptop = machine("2026-03-01T08:00:00Z");
    const { fired } = await started([scheduleOf("rate(1 hour)", { kind: "rule" })], laptop);
    laptop.runUntil("2026-03-01T09:30:00Z");
    expect(fired).toEqual(["2026-03-01T09:00:00.000Z"]);
  });

  test("goes on after a restart as if there had been none", async () => {
    const state = await newState();
    const first = machine("2026-03-01T08:00:00Z");
    (await started([scheduleOf("rate(1 hour)")], first, state)).stop();
    const second = machine("2026-03-01T10:20:00Z");
    const { fired, said } = await started([scheduleOf("rate(1 hour)")], second, state);
    second.runUntil("2026-03-01T11:30:00Z");
    expect(fired).toEqual(["2026-03-01T11:00:00.000Z"]);
    expect(said).toEqual([]);
  });

  test("begins anew when its expression is changed", async () => {
    const state = await newState();
    (await started([scheduleOf("rate(1 hour)")], machine("2026-03-01T08:00:00Z"), state)).stop();
    const laptop = machine("2026-03-01T08:20:00Z");
    const { fired } = await started([scheduleOf("rate(2 hours)")], laptop, state);
    laptop.runUntil("2026-03-01T10:30:00Z");
    expect(fired).toEqual(["2026-03-01T08:20:00.000Z", "2026-03-01T10:20:00.000Z"]);
  });

  test("begins anew, and says so, when its file cannot be read", async () => {
    const state = await newState();
    (await started([scheduleOf("rate(1 hour)")], machine("2026-03-01T08:00:00Z"), state)).stop();
    await writeFile(state, (await readFile(state, "utf8")).slice(0, 10));
    const { fired, said } = await started([scheduleOf("rate(1 hour)")], machine("2026-03-01T08:30:00Z"), state);
    expect(fired).toEqual(["2026-03-01T08:30:00.000Z"]);
    expect(said).toEqual([`The file ${state} cannot be read, so all rates begin now.`]);
  });

  test("counts from its start, and ends before its end", async () => {
    const laptop = machine("2026-03-01T08:10:00Z");
    const { fired } = await started(
      [
        scheduleOf("rate(1 hour)", {
          start: new Date("2026-03-01T08:30:00Z"),
          end: new Date("2026-03-01T10:30:00Z"),
        }),
      ],
      laptop,
    );
    laptop.runUntil("2026-03-02T00:00:00Z");
    expect(fired).toEqual(["2026-03-01T08:30:00.000Z", "2026-03-01T09:30:00.000Z"]);
    expect(laptop.isWaiting()).toBe(false);
  });

  test("of 60 days is waited for", async () => {
    const laptop = machine("2026-03-01T00:00:00Z");
    const { fired } = await started([scheduleOf("rate(60 days)", { kind: "rule" })], laptop);
    laptop.runUntil("2026-05-01T00:00:00Z");
    expect(fired).toEqual(["2026-04-30T00:00:00.000Z"]);
  });
});

describe("a sleep", () => {
  test("fires once what was due, and says how much that was", async () => {
    const laptop = machine("2026-03-01T08:30:00Z");
    const { fired, said } = await started([scheduleOf("cron(0 * * * ? *)")], laptop);
    laptop.runUntil("2026-03-01T09:00:00Z");
    laptop.sleepUntil("2026-03-01T14:10:00Z");
    laptop.runUntil("2026-03-01T15:00:00Z");
    expect(fired).toEqual(["2026-03-01T09:00:00.000Z", "2026-03-01T14:00:00.000Z", "2026-03-01T15:00:00.000Z"]);
    expect(said).toEqual([
      "The schedule tick was due 5 times while this machine slept. It is fired once, for 2026-03-01T14:00:00.000Z.",
    ]);
  });

  test("does not lose the only time of a schedule", async () => {
    const laptop = machine("2026-03-01T08:30:00Z");
    const { fired, said } = await started([scheduleOf("at(2026-03-01T09:00:00)")], laptop);
    laptop.sleepUntil("2026-03-02T00:00:00Z");
    expect(fired).toEqual(["2026-03-01T09:00:00.000Z"]);
    expect(said).toHaveLength(1);
  });

  test("in which nothing was due fires nothing", async () => {
    const laptop = machine("2026-03-01T08:30:00Z");
    const { fired, said } = await started([scheduleOf("cron(0 12 * * ? *)")], laptop);
    laptop.sleepUntil("2026-03-01T11:59:59Z");
    expect([fired, said]).toEqual([[], []]);
    laptop.runUntil("2026-03-01T12:00:00Z");
    expect([fired, said]).toEqual([["2026-03-01T12:00:00.000Z"], []]);
  });
});

test("schedules follow a clock that goes back, and ignore a correction of less than a minute", async () => {
  const laptop = machine("2026-03-01T08:59:00Z");
  const { fired, said } = await started([scheduleOf("cron(0 * * * ? *)")], laptop);
  laptop.runUntil("2026-03-01T09:00:10Z");
  laptop.sleepUntil("2026-03-01T08:59:50Z");
  laptop.runUntil("2026-03-01T09:30:00Z");
  expect(fired).toEqual(["2026-03-01T09:00:00.000Z"]);
  laptop.sleepUntil("2026-02-01T09:30:00Z");
  laptop.runUntil("2026-02-01T10:00:00Z");
  expect(fired).toEqual(["2026-03-01T09:00:00.000Z", "2026-02-01T10:00:00.000Z"]);
  expect(said).toHaveLength(1);
});

test("a disabled schedule fires only by hand", async () => {
  const laptop = machine("2026-03-01T08:00:00Z");
  const { fired, fireAt, nextOf } = await started([scheduleOf("rate(1 minute)", { isEnabled: false })], laptop);
  laptop.runUntil("2026-03-01T09:00:00Z");
  expect([fired, nextOf(ARN)]).toEqual([[], undefined]);
  await fireAt("tick", new Date("2025-12-31T23:59:00Z"));
  expect(fired).toEqual(["2025-12-31T23:59:00.000Z"]);
});

test("firing a schedule that does not exist names those that do", async () => {
  const { fireAt } = await started([scheduleOf("rate(1 day)")], machine("2026-03-01T08:00:00Z"));
  await expect(fireAt("tock", new Date())).rejects.toThrow("There is no schedule tock. The template has tick");
});

test("a target that fails does not stop the schedules", async () => {
  const laptop = machine("2026-03-01T08:00:00Z");
  const said: string[] = [];
  const due: Date[] = [];
  const fire = (_: Schedule, time: Date) => {
    due.push(time);
    throw new Error("it is broken");
  };
  const say = (sentence: string) => void said.push(sentence);
  const { now, setTimer } = laptop;
  await startSchedules({ schedules: [scheduleOf("rate(1 hour)")], state: await newState(), now, setTimer, fire, say });
  laptop.runUntil("2026-03-01T09:00:00Z");
  expect(due).toHaveLength(2);
  expect(said[0]).toBe("The schedule tick, due 2026-03-01T08:00:00.000Z, was not fired: it is broken");
});

test.each([
  ["rate(0 minutes)", "UTC"],
  ["cron(0 8 * * * *)", "UTC"],
  ["cron(0 8 * * ? *)", "Europe/Atlantis"],
])("%s in %s is an error that names the schedule", async (expression, timeZone) => {
  await expect(started([scheduleOf(expression, { timeZone })], machine("2026-03-01T08:00:00Z"))).rejects.toThrow(
    `The schedule tick (${expression}) cannot be run: `,
  );
});

describe("a time zone", () => {
  const berlin = (expression: string) => scheduleOf(expression, { timeZone: "Europe/Berlin" });

  test("moves a cron with its clocks", () => {
    expect(timesIn(berlin("cron(0 8 * * ? *)"), "2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z")).toEqual([
      "2026-03-28T07:00:00.000Z",
      "2026-03-29T06:00:00.000Z",
    ]);
  });

  test("skips a local time that does not exist", () => {
    expect(timesIn(berlin("cron(30 2 * * ? *)"), "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z")).toEqual([
      "2026-03-28T01:30:00.000Z",
      "2026-03-30T00:30:00.000Z",
    ]);
    expect(timesIn(berlin("at(2026-03-29T02:30:00)"), "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")).toEqual([]);
  });

  test("fires once at a local time that comes twice", () => {
    expect(timesIn(berlin("cron(30 2 25 10 ? *)"), "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z")).toEqual([
      "2026-10-25T00:30:00.000Z",
    ]);
    // Also if the schedules are started between the two.
    expect(timesIn(berlin("cron(30 2 25 10 ? *)"), "2026-10-25T00:45:00Z", "2026-11-01T00:00:00Z")).toEqual([]);
  });

  test("gives at() its local time", () => {
    const kolkata = scheduleOf("at(2026-03-01T12:00:00)", { timeZone: "Asia/Kolkata" });
    expect(timesIn(kolkata, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")).toEqual(["2026-03-01T06:30:00.000Z"]);
  });

  test("shows the wall time at the instant that is computed for it, unless it does not exist", () => {
    const zones = fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC");
    const seconds = fc.integer({ min: Date.parse("2000-01-01") / 1000, max: Date.parse("2035-01-01") / 1000 });
    fc.assert(
      fc.property(zones, seconds, (zone, second) => {
        const instant = instantOf(second * 1000, zone);
        if (instant !== undefined) expect(wallOf(instant, zone)).toBe(second * 1000);
        // Each instant is that of its wall time, or the second of two.
        const back = instantOf(wallOf(second * 1000, zone), zone);
        expect(back).toBeLessThanOrEqual(second * 1000);
        expect(second * 1000 - (back ?? 0)).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });
});

describe("the event of a target", () => {
  const due = new Date("2026-03-01T09:00:00Z");
  const read = (event: unknown) => trigger.entry(trigger.record.parse(event));

  test("has the context attributes of EventBridge Scheduler where its input names them", () => {
    const input =
      '{"scheduleArn":"<aws.scheduler.schedule-arn>","scheduledTime":"<aws.scheduler.scheduled-time>","executionId":"<aws.scheduler.execution-id>","attemptNumber":"<aws.scheduler.attempt-number>","other":"<aws.scheduler.other>"}';
    expect(scheduledInput(scheduleOf("rate(1 hour)", { input }), due, 2)).toEqual({
      scheduleArn: ARN,
      scheduledTime: "2026-03-01T09:00:00Z",
      executionId: expect.stringMatching(/^[0-9a-f]{16}$/),
      attemptNumber: "2",
      other: "<aws.scheduler.other>",
    });
  });

  test.each(["scheduler", "rule"] as const)(
    "of a %s without an input is a Scheduled Event that the trigger reads",
    (kind) => {
      const event = scheduledInput(scheduleOf("rate(1 hour)", { kind }), due);
      expect(event).toMatchObject({
        "detail-type": "Scheduled Event",
        source: kind === "rule" ? "aws.events" : "aws.scheduler",
        account: "123456789012",
        region: "eu-central-1",
        time: "2026-03-01T09:00:00Z",
        resources: [ARN],
      });
      expect(read(event)).toMatchObject({ time: "2026-03-01T09:00:00.000Z", source: ARN, data: undefined });
    },
  );

  test("is refused if the input is no JSON", () => {
    expect(() => scheduledInput(scheduleOf("rate(1 hour)", { input: "{x}" }), due)).toThrow(
      "The Input of the schedule tick is no JSON: {x}",
    );
  });
});
