import { describe, expect, test } from "vitest";
import { parseShards, shardsAt, shardsWithin } from "./shards.ts";

const schedule = parseShards("1;2027-01-01T00:00:00Z=16;2028-01-01T00:00:00+01:00=4");

describe("the number of shards", () => {
  test.each([
    ["0000-01-01T00:00:00.000Z", 1],
    ["2026-12-31T23:59:59.999Z", 1],
    ["2027-01-01T00:00:00.000Z", 16],
    ["2027-12-31T22:59:59.999Z", 16],
    ["2027-12-31T23:00:00.000Z", 4],
    ["9999-12-31T23:59:59.999Z", 4],
  ])("at %s is %i", (time, shards) => expect(shardsAt(schedule, time)).toBe(shards));

  test.each([
    ["2026-01-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z", 1],
    ["2026-01-01T00:00:00.000Z", "2027-01-01T00:00:00.001Z", 16],
    ["2027-06-01T00:00:00.000Z", "2029-01-01T00:00:00.000Z", 16],
    ["2028-06-01T00:00:00.000Z", "2029-01-01T00:00:00.000Z", 4],
    ["0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", 16],
  ])("that may hold entries from %s to %s is %i", (from, to, shards) =>
    expect(shardsWithin(schedule, from, to)).toBe(shards),
  );
});

test.each([
  ["", "step 1"],
  ["0", "step 1"],
  ["1001", "step 1"],
  ["x", "step 1"],
  ["2027-01-01T00:00:00Z=16", "step 1"],
  ["1;16", "step 2"],
  ["1;2027-01-01=16", "step 2"],
  ["1;2027-13-01T00:00:00Z=16", "step 2"],
  ["1;2027-01-01T00:00:00Z=0", "step 2"],
  ["1;2027-01-01T00:00:00Z=2;2026-01-01T00:00:00Z=4", "2026-01-01"],
  ["1;2027-01-01T00:00:00Z=2;2027-01-01T00:00:00Z=4", "2027-01-01"],
])("the schedule %j causes an error that names the wrong step", (text, named) =>
  expect(() => parseShards(text)).toThrow(named),
);
