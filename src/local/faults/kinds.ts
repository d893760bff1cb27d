import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Attempt } from "../functions/functions.ts";
import type { Call } from "../functions/pool.ts";

/** One call of a function that a fault disturbs. */
interface Disturbed {
  readonly call: Call;
  /** Calls the function really. */
  readonly run: (call: Call) => Promise<Attempt>;
  /** How long the fault lasts. */
  readonly ms: number;
  /** Resolves when another call of the same function has ended. */
  readonly another: Promise<unknown>;
}

interface Kind {
  /** What happens, for people. */
  readonly text: string;
  /** How long it lasts, if the caller does not say. */
  readonly ms: number;
  readonly disturb: (disturbed: Disturbed) => Promise<Attempt>;
}

/** What can go wrong between an event and its function. All of it happens on AWS, too. */
export const kinds = {
  twice: {
    text: "the event is delivered twice, with two request ids; the caller gets the second answer",
    ms: 0,
    disturb: async ({ call, run }) => {
      await run({ ...call, requestId: randomUUID() });
      return run(call);
    },
  },
  late: {
    text: "the event is delivered later",
    ms: 5_000,
    disturb: async ({ call, run, ms }) => {
      await wait(ms);
      return run(call);
    },
  },
  disorder: {
    text: "the event is delivered after the next one of the function, or later if none comes",
    ms: 10_000,
    disturb: async ({ call, run, ms, another }) => {
      await Promise.race([another, wait(ms)]);
      return run(call);
    },
  },
  throttled: {
    text: "the function is not called, because its concurrency is used up",
    ms: 0,
    disturb: async () => ({ status: "throttled" }),
  },
  lost: {
    text: "the function runs, but its answer is lost, so that the caller sees a failure",
    ms: 0,
    disturb: async ({ call, run }) => failed(await run(call), "Fault.AnswerLost", "The answer was lost on its way"),
  },
  timeout: {
    text: "the function is stopped in the middle of its work, as at its timeout",
    ms: 100,
    disturb: async ({ call, run, ms }) => {
      const attempt = await run({ ...call, cutAfterMs: ms });
      return failed(attempt, "Sandbox.Timedout", `Task timed out after ${(ms / 1_000).toFixed(2)} seconds`);
    },
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** The names of the faults. */
export const faultNames = [
  "twice",
  "late",
  "disorder",
  "throttled",
  "lost",
  "timeout",
] as const satisfies readonly (keyof typeof kinds)[];

const failed = (attempt: Attempt, errorType: string, errorMessage: string): Attempt =>
  attempt.status === "throttled"
    ? attempt
    : { ...attempt, status: "failed", payload: JSON.stringify({ errorType, errorMessage }) };
