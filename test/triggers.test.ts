import { describe, expect, test } from "vitest";
import * as z from "zod";
import { fixture } from "../src/local/fixture.ts";
import { dynamoReader } from "../src/log/reader.ts";
import { dynamoStore } from "../src/log/store.ts";
import { reading, writing } from "../src/middleware/stack.ts";
import { expectCloudEvent } from "./cloudevents.ts";
import { fixturesOf } from "./events.ts";
import { triggerOf, triggers } from "./everyTrigger.ts";
import { newTable } from "./table.ts";
import { deliver, deliverAs, readAll } from "./world.ts";

const streams = Object.fromEntries(triggers.map((name) => [name, { bySubject: true }]));
const table = await newTable({}, streams);
const worldAt = (now: () => number, at = table) => {
  const { onEvent } = writing(streams, { store: dynamoStore(at), clock: now, print: () => {} });
  return { onEvent, logs: reading(streams, { reader: dynamoReader(at, now), clock: now, print: () => {} }) };
};
const { onEvent, logs } = worldAt(Date.now);
const logged = () => readAll(logs, "/logs?limit=200");
const rejected = () => readAll(logs, "/rejected?limit=200");
const newOf = async <T extends { id: string }>(read: () => Promise<readonly T[]>, act: () => Promise<unknown>) => {
  const before = new Set((await read()).map(({ id }) => id));
  await act();
  return (await read()).filter(({ id }) => !before.has(id));
};

test("there are triggers", () => expect(triggers.length).toBeGreaterThan(0));

describe.each(triggers)("the trigger %s", async (name) => {
  const trigger = await triggerOf(name);
  const handler = onEvent(trigger);
  const fixtures = fixturesOf(name);
  const bad = fixtures.filter((file) => file.startsWith(`${name}-bad-`));
  const mixed = fixtures.filter((file) => file.startsWith(`${name}-mixed`));
  const good = fixtures.filter((file) => !bad.includes(file) && !mixed.includes(file));

  test("has good and bad fixtures", () => {
    expect(good).not.toEqual([]);
    expect(bad).not.toEqual([]);
  });

  describe.each(good)("with %s", (file) => {
    test("writes each entry once, as a CloudEvent in its stream, and rejects nothing", async () => {
      const refused = await newOf(rejected, async () => {
        const entries = await newOf(logged, () => deliver(handler, fixture(file)));
        expect(entries).not.toEqual([]);
        for (const entry of entries) {
          expectCloudEvent(entry);
          expect(entry.stream).toBe(trigger.stream);
        }
        expect(await newOf(logged, () => deliver(handler, fixture(file)))).toEqual([]);
        const together = Promise.all([deliver(handler, fixture(file)), deliver(handler, fixture(file))]);
        expect(await newOf(logged, () => together)).toEqual([]);
      });
      expect(refused).toEqual([]);
    });

    test("gives the same ids at any time and in any invocation", async () => {
      const ids = await Promise.all(
        [Date.now(), Date.now() + 86_400_000].map(async (now) => {
          const world = worldAt(() => now, await newTable({}, streams));
          await deliver(world.onEvent(trigger), fixture(file));
          return (await readAll(world.logs, "/logs")).map(({ id }) => id);
        }),
      );
      expect(ids[0]).not.toEqual([]);
      expect(ids[1]).toEqual(ids[0]);
    });
  });

  test.each(bad)("rejects %s once, and names the path that is in the file name", async (file) => {
    const entries = await newOf(rejected, async () => {
      await deliverAs("tried twice", handler, fixture(file));
      await deliverAs("tried twice", handler, fixture(file));
    });
    expect(entries).toHaveLength(1);
    const [entry] = entries;
    expectCloudEvent(entry);
    const { trigger: from, issues } = Rejected.parse(entry?.data);
    expect(from).toBe(trigger.stream);
    expect(issues.map(({ path }) => path.join("."))).toEqual([file.slice(`${name}-bad-`.length)]);
  });

  test.each(mixed)("keeps the good records in %s, and keeps the bad one as rejected", async (file) => {
    const entries = await newOf(logged, async () => {
      expect(await newOf(rejected, () => deliver(handler, fixture(file)))).toHaveLength(1);
    });
    expect(entries).toHaveLength(2);
  });

  test.each([null, [], "text", 0, {}, { Records: null }, { Records: [] }, { Records: [null] }])(
    "rejects %j, or answers that it is not an event, but does not throw, so that Lambda does not retry it",
    async (event) => {
      const entries = await newOf(rejected, () => deliver(handler, event));
      expect(entries.length).toBeLessThanOrEqual(1);
      for (const entry of entries) expect(Rejected.parse(entry.data).issues).not.toEqual([]);
      if (trigger.answerError === undefined) expect(entries).toHaveLength(1);
    },
  );
});

const Rejected = z.object({
  trigger: z.string(),
  reason: z.string(),
  issues: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])) })),
});
