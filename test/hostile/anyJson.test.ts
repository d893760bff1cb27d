import { readdirSync } from "node:fs";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { fixture } from "../../src/local/fixture.ts";
import { sha256Of } from "../../src/log/clip.ts";
import { expectNothingElse } from "./contents.ts";
import { functions, survive } from "./functions.ts";
import { mutated } from "./mutations.ts";
import { anyRequest } from "./requests.ts";
import { patience, runs, value } from "./values.ts";

const prototype = Object.getOwnPropertyNames(Object.prototype);
const fixtures = readdirSync(new URL("../../events/", import.meta.url))
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.slice(0, -".json".length));
const anyFixture = fc.constantFrom(...fixtures).map(fixture);
const hybrid = fc.tuple(anyFixture, anyFixture, value).map(([one, two, other]) => Object.assign({}, one, two, other));
let written = 0;

describe.each(functions)("the function $name", patience, (exported) => {
  const each = <T>(events: fc.Arbitrary<T>, check: (event: T) => Promise<void>) =>
    fc.assert(fc.asyncProperty(events, check), runs);

  test.each([
    ["any JSON", value],
    ["any HTTP request", anyRequest],
    ["an event for another function, or for two functions", hybrid],
  ])("survives %s", (_, events) =>
    each<unknown>(events, async (event) => {
      written += (await survive(exported, event)).written;
    }),
  );

  test("keeps a fixture with any change exactly once", () => {
    const own = fixtures.filter((name) => name.startsWith(`${exported.name}-`));
    return each(
      fc.constantFrom(...own).chain((name) => mutated(fixture(name))),
      async (event) => {
        const text = JSON.stringify(event);
        const tried = () => survive(exported, JSON.parse(text), sha256Of(text));
        const first = await tried();
        const second = await tried();
        written += first.written;
        expect(second).toEqual({ ...first, written: 0 });
      },
    );
  });
});

afterAll(async () => {
  const { entries } = await expectNothingElse();
  expect(entries).toBe(written);
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(prototype);
}, patience.timeout);
