import assert from "node:assert/strict";
import type { Streams } from "../log/streams.ts";
import type { Outcome, Trigger } from "../schemas/kit/trigger.ts";
import { badPromises, mixedPromises, nonsensePromises } from "./badPromises.ts";
import type { Fixtures } from "./fixturesIn.ts";
import { goodPromises } from "./goodPromises.ts";
import { memoryLog, type TestLog, type TestLogOptions } from "./memoryLog.ts";
import type { Promised, World } from "./promised.ts";

/** What the contract may use instead of a log in memory. */
export interface ContractOptions {
  readonly newLog?: (streams: Streams, options: TestLogOptions) => TestLog<Streams> | Promise<TestLog<Streams>>;
}

/**
 * What every trigger promises, as a list of tests for any test framework. The name of a fixture says what it is. `bad-<path>`, as in
 * `bad-Sns.MessageId`, has one record, which must be rejected at that path. `mixed…` has one bad record and at least two good ones. In
 * every other fixture, every record is good. There must be a good one and a bad one.
 *
 * @example
 * import { schedule } from "tributary";
 * import { contract, fixturesIn } from "tributary/testing";
 * import { test } from "node:test"; // or "vitest"
 *
 * const fixtures = fixturesIn(new URL("../events/", import.meta.url), "firings");
 * for (const { title, check } of contract(schedule("firings"), fixtures)) test(title, check);
 */
export const contract = <Event, Item, Rec, Answer, Given>(
  trigger: Trigger<string, Event, Item, Rec, Answer, Given>,
  fixtures: Fixtures,
  { newLog = memoryLog }: ContractOptions = {},
): readonly Promised[] => {
  const { stream } = trigger;
  const isAnswered = trigger.answerError !== undefined;
  const newWorld = async (options: TestLogOptions = {}): Promise<World> => {
    const log = await newLog({ [stream]: { bySubject: true } }, options);
    const tried: Outcome<Item>[] = [];
    const respond = (outcomes: readonly Outcome<Item>[]) => {
      tried.push(...outcomes);
      return trigger.respond(outcomes);
    };
    return { ...log, handler: log.onEvent({ ...trigger, respond }), tried };
  };
  const named = (name: RegExp) => Object.entries(fixtures).filter(([found]) => name.test(found));
  const good = named(/^(?!bad-|mixed)/);
  const bad = named(/^bad-/);

  return [
    {
      title: "there are good and bad fixtures",
      check: async () => {
        assert.notDeepEqual(good, [], `there is no fixture ${stream}-<name>.json of a good event`);
        assert.notDeepEqual(bad, [], `there is no fixture ${stream}-bad-<path>.json of a bad event`);
      },
    },
    ...good.flatMap(([name, event]) => goodPromises(name, event, { stream, isAnswered, newWorld })),
    ...bad.map(([name, event]) => badPromises(name, event, newWorld)),
    ...named(/^mixed/).map(([name, event]) => mixedPromises(name, event, newWorld)),
    ...nonsensePromises({ isAnswered, newWorld }),
  ];
};
