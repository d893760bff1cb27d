import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import * as z from "zod";
import { instant, text } from "../src/log/fields.ts";
import { textAt } from "../src/log/textAt.ts";
import { batchAnswer } from "../src/schemas/kit/batchAnswer.ts";
import { type Trigger, trigger } from "../src/schemas/kit/trigger.ts";
import { schedule } from "../src/schemas/schedule.ts";
import { contract } from "../src/testing/contract.ts";
import { fixturesIn } from "../src/testing/fixturesIn.ts";
import { invoke } from "../src/testing/invoke.ts";
import { memoryLog } from "../src/testing/memoryLog.ts";

const fixtures = fixturesIn(new URL("../events/", import.meta.url), "schedule");
const whole = schedule("schedule");
const { "rule-generated": good } = fixtures;

/** The titles of the promises that a trigger breaks. */
const broken = async <Event, Item, Rec, Answer>(
  trigger: Trigger<string, Event, Item, Rec, Answer>,
  events: Readonly<Record<string, unknown>> = { good, "bad-time": fixtures["bad-time"] },
) => {
  const results = contract(trigger, events).map(async ({ title, check }) => {
    try {
      await check();
      return [];
    } catch {
      return [title];
    }
  });
  return (await Promise.all(results)).flat();
};

const ONCE = "good: writes each entry once, in its stream, and rejects nothing";
const FIELDS =
  "good: makes entries that the log accepts: an identity, a time with milliseconds, and fields as CloudEvents has them";
const SAME_IDS = "good: gives the same ids at any time and in any invocation";
const FAILS = "good: fails if nothing can be kept, so that Lambda delivers the event again";
const AT_PATH = "bad-time: is rejected once, at the path in its name";
const FIXTURES = "there are good and bad fixtures";

test("a trigger that keeps every promise breaks none", async () => expect(await broken(whole)).toEqual([]));

test("an identity from chance is found", async () => {
  const entry: typeof whole.entry = (record) => ({ ...whole.entry(record), identity: [randomUUID()] });
  expect(await broken({ ...whole, entry })).toEqual([ONCE, SAME_IDS]);
});

test("an identity from the clock is found", async () => {
  const entry: typeof whole.entry = (record) => ({ ...whole.entry(record), time: new Date().toISOString() });
  expect(await broken({ ...whole, entry })).toContain(SAME_IDS);
});

test.each<[string, Partial<ReturnType<typeof whole.entry>>]>([
  ["a time without milliseconds", { time: "2026-01-31T12:00:00Z" }],
  ["an empty source", { source: "" }],
  ["a line break in the subject", { subject: "a\nb" }],
  ["an extension with the name of a field", { extensions: { id: "y" } }],
  ["no identity", { identity: [] }],
])("an entry that the log could not keep is found: %s", async (_, fields) => {
  const entry: typeof whole.entry = (record) => ({ ...whole.entry(record), ...fields });
  expect(await broken({ ...whole, entry })).toEqual([ONCE, FIELDS, SAME_IDS]);
});

test("a misspelled field of an entry is found", async () => {
  const entry = (record: Parameters<typeof whole.entry>[0]) => ({ ...whole.entry(record), subjct: "x" });
  expect(await broken({ ...whole, entry })).toEqual([ONCE, FIELDS, SAME_IDS]);
});

test("an answer that hides a failure is found", async () => {
  expect(await broken({ ...whole, respond: () => whole.respond([]) })).toEqual([FAILS]);
});

test("items that throw are found", async () => {
  const items = () => {
    throw new Error("no records");
  };
  expect(await broken({ ...whole, items })).toEqual(
    expect.arrayContaining([
      ONCE,
      FIELDS,
      SAME_IDS,
      AT_PATH,
      "{}: is kept as rejected, or answered with an error, so that Lambda does not retry it",
    ]),
  );
});

test("a bad fixture that is accepted, or rejected at another path, is found", async () => {
  expect(await broken(whole, { good, "bad-time": good })).toEqual([AT_PATH]);
  expect(await broken(whole, { good, "bad-time": fixtures["bad-resources"] })).toEqual([AT_PATH]);
});

test("an invocation with a fixture that is not there says so", async () => {
  const { onEvent } = memoryLog({ schedule: {} });
  await expect(invoke(onEvent(whole), fixtures["no-such"])).rejects.toThrow(
    "The event is undefined. Is there a fixture of this name in the folder?",
  );
});

test("a polled trigger that does not identify a rejected record is found", async () => {
  const polled = trigger({
    stream: "mails",
    event: z.object({ Records: z.array(z.unknown()).min(1) }),
    items: ({ Records }) => Records,
    record: z.object({ id: text(64), time: instant }),
    entry: ({ id, time }) => ({ identity: ["mail", id], time, source: "mail.example.com", type: "com.example.mail" }),
    respond: batchAnswer((record) => textAt(record, "id")),
  });
  const events = {
    good: { Records: [{ id: "1", time: "2026-01-31T12:00:00Z" }] },
    "bad-time": { Records: [{ id: "2", time: "now" }] },
    "bad-Records": { Records: [] },
  };
  expect(await broken(polled, events)).toEqual([AT_PATH]);
  const identify = (record: unknown) => [textAt(record, "id") ?? ""];
  expect(await broken({ ...polled, identify }, events)).toEqual([]);
});

test("a good fixture that is rejected is found", async () => {
  expect(await broken(whole, { good: fixtures["bad-time"], "bad-time": fixtures["bad-time"] })).toEqual([
    ONCE,
    SAME_IDS,
  ]);
});

test("missing fixtures, and mixed ones without good records, are found", async () => {
  expect(await broken(whole, {})).toEqual([FIXTURES]);
  expect(await broken(whole, { good, "bad-time": fixtures["bad-time"], mixed: fixtures["bad-time"] })).toEqual([
    "mixed: keeps the good records, and keeps the bad one as rejected",
  ]);
});
