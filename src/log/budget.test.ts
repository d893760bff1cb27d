import { expect, test } from "vitest";
import { newBudget } from "./budget.ts";

const usual = { ranges: 1, streams: 1, limit: 50, isFiltered: false, perRead: 5, most: 1_000 };

test("a shard is asked for its share of the page, in whole reads", () => {
  expect(newBudget(usual)).toMatchObject({ first: 55, more: 55 });
  expect(newBudget({ ...usual, ranges: 16 })).toMatchObject({ first: 5, more: 5 });
});

test("of several streams each shard is asked for one read first", () => {
  expect(newBudget({ ...usual, ranges: 3, streams: 3 })).toMatchObject({ first: 5, more: 55 });
});

test("where a filter drops entries, more are asked for when a shard runs dry", () => {
  expect(newBudget({ ...usual, limit: 5, isFiltered: true })).toMatchObject({ first: 10, more: 205 });
});

test("of long entries a shard is asked for few, so that all shards together hold no more ready than a request may read", () => {
  expect(newBudget({ ...usual, ranges: 16, limit: 200, most: 1 })).toMatchObject({ first: 1, more: 1 });
});

test("however many shards there are, what they are asked for first is no more than a request may read, or one of each", () => {
  for (const ranges of [1, 16, 48, 500, 2_000]) {
    const { first, items } = newBudget({ ...usual, ranges, limit: 2_000, isFiltered: true });
    expect(first * ranges).toBeLessThanOrEqual(items + ranges);
  }
  expect(newBudget({ ...usual, ranges: 6_000, streams: 3 }).first).toBe(1);
});
