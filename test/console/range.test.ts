import { describe, expect, test } from "vitest";
import { between, rangeOf, shifted, stepOf } from "../../src/console/page/state/range.ts";

const NOW = Date.parse("2026-11-28T12:00:00Z");
const HOUR = 3_600_000;
const at = (clock: string) => Date.parse(`2026-11-28T${clock}:00Z`);

describe("a range", () => {
  test("is the last 24 hours if the address names none", () =>
    expect(rangeOf({}, NOW)).toEqual({ from: NOW - 24 * HOUR }));

  test("can be an age, or two times", () => {
    expect(rangeOf({ from: "-90m" }, NOW)).toEqual({ from: at("10:30") });
    expect(rangeOf({ from: "2026-11-28T10:00:00Z", to: "-1h" }, NOW)).toEqual({ from: at("10:00"), to: at("11:00") });
  });
});

describe("a range is shifted by half of its length", () => {
  test("to earlier times, where it no longer grows", () =>
    expect(shifted({ from: at("10:00") }, -1, NOW)).toEqual(between(at("09:00"), at("11:00"))));

  test("to later times, and never into the future", () => {
    const range = { from: at("08:00"), to: at("10:00") };
    expect(shifted(range, 1, NOW)).toEqual(between(at("09:00"), at("11:00")));
    expect(shifted({ from: at("09:00"), to: at("11:00") }, 1, NOW)).toEqual({ from: "-7200s", to: undefined });
  });
});

test.each([
  [1, 60_000, "minute"],
  [24, 15 * 60_000, "minute"],
  [7 * 24, 2 * HOUR, "hour"],
  [30 * 24, 6 * HOUR, "hour"],
  [365 * 24, 7 * 24 * HOUR, "day"],
])("a plot of %i hours has bars of %i ms, counted by %s", (hours, step, by) =>
  expect(stepOf({ from: NOW - hours * HOUR, to: NOW })).toEqual({ step, by }),
);

test.each([1, 60, 3_600, 86_400, 31_536_000, 315_360_000])("%i seconds give at most 120 bars", (seconds) => {
  const { step } = stepOf({ from: NOW - seconds * 1_000, to: NOW });
  expect(Math.ceil((seconds * 1_000) / step)).toBeLessThanOrEqual(120);
});
