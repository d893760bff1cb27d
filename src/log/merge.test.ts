import fc from "fast-check";
import { expect, test } from "vitest";
import { merge } from "./merge.ts";

const before = (a: number, b: number) => a < b;

async function* each(values: readonly number[], asked: number[] = []): AsyncGenerator<number> {
  for (const value of values) {
    asked.push(value);
    yield value;
  }
}

test("merging sorted sources gives all their elements, sorted", async () => {
  const sorted = fc.array(fc.nat(20)).map((values) => values.toSorted((a, b) => a - b));
  await fc.assert(
    fc.asyncProperty(fc.array(sorted, { maxLength: 6 }), async (sources) => {
      const merged = await Array.fromAsync(
        merge(
          sources.map((source) => each(source)),
          before,
        ),
      );
      expect(merged).toEqual(sources.flat().sort((a, b) => a - b));
    }),
  );
});

test("a merge asks a source for its next element only after it has given the previous one", async () => {
  const asked: number[] = [];
  const merged = merge([each([1, 5, 9], asked), each([2, 3, 4])], before);
  for (let i = 0; i < 4; i++) await merged.next();
  expect(asked).toEqual([1, 5]);
});

test("a merge asks at most 16 sources at the same time", async () => {
  let [asked, most] = [0, 0];
  const source = async function* (value: number) {
    asked += 1;
    most = Math.max(most, asked);
    await new Promise(setImmediate);
    asked -= 1;
    yield value;
  };
  const values = Array.from({ length: 100 }, (_, value) => value);
  expect(await Array.fromAsync(merge(values.map(source), before))).toEqual(values);
  expect(most).toBe(16);
});
