import { expect, test } from "vitest";
import { contextOf } from "../src/local/context.ts";
import { fixture } from "../src/local/fixture.ts";
import { s3Record } from "./sent.ts";
import { deliver, newWorld, readAll } from "./world.ts";

const record = (key: unknown, sequencer: string) => s3Record({ key, sequencer });

const subjects = async ({ logs }: Awaited<ReturnType<typeof newWorld>>) =>
  (await readAll(logs, "/logs")).map(({ subject }) => subject).toSorted();

test("a malformed first record, or a stray %, leaves its neighbours' keys decoded", async () => {
  const world = await newWorld();
  const events = [null, {}, { eventSource: "aws:sqs" }, record(1, "1"), record("100%", "2")];
  for (const [i, first] of events.entries()) await deliver(world.s3, { Records: [first, record(`a+b-${i}`, `n${i}`)] });
  expect(await subjects(world)).toEqual(["100%", "a b-0", "a b-1", "a b-2", "a b-3", "a b-4"]);
});

test("an event is not changed: delivered again as the same object, its keys are not decoded twice", async () => {
  const world = await newWorld();
  const event = { Records: [record("50%2525", "1")] };
  await world.s3(event, contextOf("s3"));
  expect(event).toEqual({ Records: [record("50%2525", "1")] });
  expect(await world.s3(event, contextOf("s3"))).toMatchObject({ duplicate: 1 });
  expect(await subjects(world)).toEqual(["50%25"]);
});

test("what a schedule's input holds is no concern of the normaliser", async () => {
  const { schedule } = await newWorld();
  const event = { ...Object(fixture("schedule-scheduler-context")) };
  for (const [i, input] of [{ tasks: [] }, { records: [] }, { messages: [] }, { Records: "none" }].entries())
    expect(await deliver(schedule, { ...event, ...input, scheduledTime: `2026-01-0${i + 1}T00:00:00Z` })).toMatchObject(
      { written: 1 },
    );
});
