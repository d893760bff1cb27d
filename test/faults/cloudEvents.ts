import { type Attempt, attemptsOf, BASE, type Frame } from "./attempts.ts";
import { type Expected, rejection } from "./expected.ts";
import type { Random } from "./random.ts";

/** A CloudEvent as each try sends it, and what the log must have of it. */
export interface Sending {
  readonly eventOf: (attempt: Attempt) => Readonly<Record<string, unknown>>;
  readonly part: Expected;
}

/** Some events keep their time, some have no time, and some have another time or none at each try. */
export const newCloudEvent = (random: Random, frame: Frame, mark: string): Sending => {
  const sent = {
    source: `/shop/${random.int(1, 3)}`,
    type: "shop.order",
    subject: "order",
    data: { n: random.int(0, 100) },
  };
  const id = mark.replace("mark", "event");
  const { timeOf, isFixed } = newTimes(random);
  return {
    eventOf: (attempt) => ({ specversion: "1.0", id, ...sent, ext: mark, ...timed(timeOf(attempt)) }),
    part: {
      mark,
      stream: "http",
      mayExpire: isFixed,
      fields: { ...sent, originid: id, ext: mark },
      times: attemptsOf(frame).map((attempt) => timeOf(attempt) ?? new Date(attempt.receipt).toISOString()),
    },
  };
};

/** A conflict: another event with the source and id of an event in the log. */
export const otherContent = (random: Random, frame: Frame, { eventOf, part }: Sending, mark: string): Sending => {
  const change = random.pick<object>([{ type: "shop.refund" }, { subject: "other" }, { data: { n: "other" } }]);
  const { timeOf } = newTimes(random);
  const other = (attempt: Attempt) => {
    const { time: _, ...first } = eventOf(attempt);
    return { ...first, ...change, ext: mark, ...timed(timeOf(attempt)) };
  };
  const rejected = rejection(mark, "http", "conflict", ...attemptsOf(frame).map(other));
  return { eventOf: other, part: { ...rejected, mayExpire: part.mayExpire === true } };
};

export const badCloudEvent = (mark: string): Sending => {
  const event = { specversion: "1.0", id: mark, source: "/shop", time: "noon" };
  return { eventOf: () => event, part: rejection(mark, "http", "schema", event) };
};

const timed = (time: string | undefined) => (time === undefined ? {} : { time });

const newTimes = (random: Random) => {
  const fixed = new Date(BASE - random.int(0, 1e9)).toISOString();
  const now = ({ receipt }: Attempt) => new Date(receipt - 7).toISOString();
  const isFixed = random.chance(0.25);
  const timeOf = random.pick<(attempt: Attempt) => string | undefined>([
    () => undefined,
    now,
    (attempt) => ((attempt.attempt + attempt.client) % 2 === 0 ? now(attempt) : undefined),
  ]);
  return { isFixed, timeOf: isFixed ? () => fixed : timeOf };
};
