import { describe, expect, test } from "vitest";
import * as z from "zod";
import { fixture } from "../src/local/fixture.ts";
import { entriesBy, hashOf } from "./entries.ts";
import { fixturesOf } from "./events.ts";
import { s3Record } from "./sent.ts";
import { newWorld } from "./world.ts";

const world = await newWorld();
const entriesOf = entriesBy(world.s3, world);

describe("by notification and by EventBridge", async () => {
  const events = fixturesOf("s3").filter((name) => name.startsWith("s3-eventbridge-"));
  const notified = await entriesOf(fixture("s3-every-event"));
  const sent = await Promise.all(
    events.map(async (name) => {
      const [entry] = await entriesOf(fixture(name));
      if (entry === undefined) throw new Error(`${name} makes no entry`);
      return { name, entry };
    }),
  );

  test.each(sent)("$name and its notification are one event, and agree in all that both have", ({ entry }) => {
    const twin = notified.find(({ type }) => type === entry.type);
    if (twin === undefined) throw new Error(`s3-every-event has no ${entry.type}`);
    expect(hashOf(entry)).toBe(hashOf(twin));
    expect(entry.time.slice(0, 19)).toBe(twin.time.slice(0, 19));
    const { id, time, recordedtime, ...rest } = entry;
    expect(
      common(twin, rest, entry.type.endsWith("ObjectRestore:Post") ? [...ALONE, "glacierEventData"] : ALONE),
    ).toEqual(rest);
  });

  test("each event that a notification has is there, but those that EventBridge does not have", () => {
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

/** What EventBridge has for every event, and notifications for none. */
const ALONE = ["requester"];

/** Of `value` the fields that `like` has too. Those that EventBridge alone has are taken from there. */
const common = (value: unknown, like: unknown, alone: readonly string[]): unknown => {
  if (typeof like !== "object" || like === null || Array.isArray(like)) return value;
  const fields = z.record(z.string(), z.unknown()).parse(value);
  return Object.fromEntries(
    Object.entries(like).map(([name, part]) => [name, alone.includes(name) ? part : common(fields[name], part, alone)]),
  );
};

test("what has no sequencer is known by its request and the second of its time", async () => {
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

test("what has no request id either is known by its time, to the millisecond", async () => {
  const at = (time: string) => s3Record({ time, sequencer: "" });
  const entries = await entriesOf({ Records: [at("2026-01-01T00:00:00.001Z"), at("2026-01-01T00:00:00.002Z")] });
  expect(new Set(entries.map(hashOf)).size).toBe(2);
});
