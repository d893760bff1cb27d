import { readdirSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { contextOf } from "../src/local/context.ts";
import { fixture } from "../src/local/fixture.ts";
import { memoryLog } from "../src/testing/memoryLog.ts";
import { triggerOf, triggers } from "./everyTrigger.ts";

const parses = vi.hoisted(() => ({ jitless: true }));
vi.mock("../src/log/firstParses.ts", () => ({ firstParses: () => parses }));

const names = readdirSync(new URL("../events/", import.meta.url)).map((file) => file.replace(/\.json$/, ""));
const fixtures = names.flatMap((name) => {
  const trigger = triggers.find((one) => name.startsWith(`${one}-`));
  return trigger === undefined ? [] : [[name, trigger] as const];
});

/** What becomes of an event in a new log, with Zod's compiled parsers or without them. */
const outcomeOf = async (name: string, trigger: string, jitless: boolean) => {
  parses.jitless = jitless;
  const log = memoryLog({ [trigger]: {} }, { clock: () => Date.parse("2026-11-01T00:00:00Z") });
  const handler = log.onEvent(await triggerOf(trigger));
  const answer = await handler(fixture(name), { ...contextOf("f"), awsRequestId: "request" }).catch(String);
  return { answer, entries: await log.entries(), rejected: await log.rejected() };
};

test("the first parses of a process do without compiled parsers, and the later ones have them", async () => {
  const { firstParses } =
    await vi.importActual<typeof import("../src/log/firstParses.ts")>("../src/log/firstParses.ts");
  const each = Array.from({ length: 200 }, () => firstParses().jitless);
  expect([each[0], each.at(-1)]).toEqual([true, false]);
  expect(each.lastIndexOf(true)).toBeLessThan(each.indexOf(false));
});

let kept = 0;

test.each(fixtures)("%s has the same outcome at the start of a function and later", async (name, trigger) => {
  const first = await outcomeOf(name, trigger, true);
  expect(first).toEqual(await outcomeOf(name, trigger, false));
  kept += first.entries.length + first.rejected.length;
});

test("most of these events are kept", () => expect(kept).toBeGreaterThan(fixtures.length / 2));
