import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Counts } from "../../src/console/page/api/answers.ts";
import { barsOf, bucketsOf, firingsOf, stacked, sum, totalOf } from "../../src/console/page/state/buckets.ts";
import { groupsOf } from "../../src/console/page/state/groups.ts";

const MINUTE = 60_000;
const at = (minute: number) => new Date(minute * MINUTE).toISOString();
const answer = (...counts: readonly (readonly [number, string, number])[]): Counts => ({
  covered: { from: at(0), to: at(100) },
  buckets: counts.map(([minute, stream, count]) => ({
    time: at(minute),
    count,
    counts: [{ stream, type: "t", count }],
  })),
});
const frame = { from: 0, to: 10 * MINUTE, step: 2 * MINUTE };
const byStream = ({ rows }: { rows: readonly { stream?: unknown; count: number }[] }) =>
  rows.map(({ stream, count }) => [String(stream), count] as const);

describe("counts", () => {
  test("of an earlier range are in no bar", () =>
    expect(barsOf(bucketsOf(answer([-1, "s3", 2])), frame, byStream).values.size).toBe(0));

  test("of one bucket in two answers are added up", () => {
    const both = sum(bucketsOf(answer([1, "s3", 2])), bucketsOf(answer([1, "s3", 3], [2, "http", 1])));
    expect(totalOf(both)).toBe(6);
    expect([...both.keys()]).toEqual([MINUTE, 2 * MINUTE]);
  });

  test("become bars, also where there is nothing", () =>
    expect(barsOf(bucketsOf(answer([1, "s3", 2], [2, "s3", 1], [9, "http", 4])), frame, byStream)).toEqual({
      times: [0, 2, 4, 6, 8].map((minute) => minute * MINUTE),
      values: new Map([
        ["s3", [2, 1, 0, 0, 0]],
        ["http", [0, 0, 0, 0, 4]],
      ]),
    }));

  test("of the range and after it are all in the bars", () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.constantFrom("a", "b"), fc.nat(9))),
        (counts) => {
          const buckets = counts.map((one) => bucketsOf(answer(one))).reduce(sum, new Map());
          const shown = [...barsOf(buckets, frame, byStream).values.values()]
            .flat()
            .reduce((all, value) => all + value, 0);
          expect(shown).toBe(totalOf(buckets));
        },
      ),
    ));
});

test("the first of the stacked lists is the sum of all, and the last is itself", () =>
  expect(
    stacked([
      [1, 2],
      [10, 20],
      [100, 200],
    ]),
  ).toEqual([
    [111, 222],
    [110, 220],
    [100, 200],
  ]));

test("the firings of two answers are one list, and one answer without firings changes nothing", () => {
  const part = (missed: string[]) => ({ schedule: "s", expression: "rate(1 hour)", expected: 3, found: 2, missed });
  expect(firingsOf(part([at(2)]), part([at(1)]))).toMatchObject({ expected: 6, found: 4, missed: [at(1), at(2)] });
  expect(firingsOf(part([at(2)]), undefined)).toEqual(part([at(2)]));
});

test("rejections are grouped by trigger, reason and path, the last seen first", () => {
  const row = (path: string, count: number) => ({ trigger: "http", reason: "schema", path, count });
  const bucket = (minute: number, ...counts: ReturnType<typeof row>[]) => ({ time: at(minute), count: 1, counts });
  const buckets = bucketsOf({
    covered: { from: at(0), to: at(9) },
    buckets: [bucket(5, row("a", 2)), bucket(3, row("a", 1), row("b", 4)), bucket(7, row("b", 1))],
  });
  expect(groupsOf(buckets).map(({ path, count, first, last }) => [path, count, first / MINUTE, last / MINUTE])).toEqual(
    [
      ["b", 5, 3, 7],
      ["a", 3, 3, 5],
    ],
  );
});
