import { describe, expect, test } from "vitest";
import * as z from "zod";
import { fixture } from "../src/local/fixture.ts";
import { entriesBy, hashOf } from "./entries.ts";
import { fixturesOf } from "./events.ts";
import { s3Record } from "./sent.ts";
import { deliver, newWorld, readAll } from "./world.ts";

const world = await newWorld();
const entriesOf = entriesBy(world.s3, world);

describe("a change that S3 sends as a notification and through EventBridge", async () => {
  const events = fixturesOf("s3").filter((name) => /^s3-eventbridge-(?!.*(sqs|sns)-)/.test(name));
  const notified = await entriesOf(fixture("s3-every-event"));
  const sent = await Promise.all(
    events.map(async (name) => {
      const [entry] = await entriesOf(fixture(name));
      if (entry === undefined) throw new Error(`${name} makes no entry`);
      return { name, entry };
    }),
  );

  test.each(sent)("is one event with equal fields in both: $name", ({ entry }) => {
    const twin = notified.find(({ type }) => type === entry.type);
    if (twin === undefined) throw new Error(`s3-every-event has no ${entry.type}`);
    expect(hashOf(entry)).toBe(hashOf(twin));
    expect(entry.time.slice(0, 19)).toBe(twin.time.slice(0, 19));
    const { id, time, recordedtime, ...rest } = entry;
    expect(
      common(twin, rest, entry.type.endsWith("ObjectRestore:Post") ? [...ALONE, "glacierEventData"] : ALONE),
    ).toEqual(rest);
  });

  test("has a fixture for every type that EventBridge has", () => {
    const types = new Set(sent.map(({ entry }) => entry.type));
    const alone = notified
      .filter(({ type }) => !types.has(type))
      .map(({ type }) => type.slice("com.amazonaws.s3.".length));
    expect(alone).toEqual([
      "ObjectRetention:Put",
      "ReducedRedundancyLostObject",
      "Replication:OperationFailedReplication",
      "Replication:OperationMissedThreshold",
      "Replication:OperationReplicatedAfterThreshold",
      "Replication:OperationNotTracked",
    ]);
  });
});

/** The fields that only EventBridge has. */
const ALONE = ["requester"];

/** Keeps only the fields of `value` that `like` has too. The fields in `alone` are copied from `like`. */
const common = (value: unknown, like: unknown, alone: readonly string[]): unknown => {
  if (typeof like !== "object" || like === null || Array.isArray(like)) return value;
  const fields = z.record(z.string(), z.unknown()).parse(value);
  return Object.fromEntries(
    Object.entries(like).map(([name, part]) => [name, alone.includes(name) ? part : common(fields[name], part, alone)]),
  );
};

test("a record without a sequencer is identified by its request and the second of its time", async () => {
  const tagging = (time: string, requestId: string) => ({
    ...s3Record({ time, sequencer: "" }),
    eventName: "ObjectTagging:Put",
    responseElements: { "x-amz-request-id": requestId },
  });
  const entries = await entriesOf({
    Records: [
      tagging("2026-01-01T00:00:00.001Z", "r"),
      tagging("2026-01-01T00:00:00.002Z", "r"),
      tagging("2026-01-01T00:00:00.003Z", "r2"),
      tagging("2026-01-01T00:00:01.001Z", "r"),
    ],
  });
  expect(new Set(entries.map(hashOf)).size).toBe(3);
});

test("a record without a sequencer and without a request id is identified by its time in milliseconds", async () => {
  const at = (time: string) => s3Record({ time, sequencer: "" });
  const entries = await entriesOf({ Records: [at("2026-01-01T00:00:00.001Z"), at("2026-01-01T00:00:00.002Z")] });
  expect(new Set(entries.map(hashOf)).size).toBe(2);
});

test("a reason that no type of an event can hold is rejected by its path", async () => {
  const { s3, logs } = await newWorld();
  const event = Object(fixture("s3-eventbridge-created"));
  await deliver(s3, { ...event, detail: { ...event.detail, reason: "\u0000" } });
  expect(await readAll(logs, "/rejected")).toMatchObject([{ data: { issues: [{ path: ["detail", "reason"] }] } }]);
});
