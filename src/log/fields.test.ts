import { expect, test } from "vitest";
import * as z from "zod";
import { text } from "./fields.ts";

test.each([
  ["a", true],
  ["aaa", true],
  ["aaaa", false],
  ["😀😀😀", true],
  ["😀😀😀😀", false],
  ["", false],
  ["\ud83d", false],
])("of at most three characters, as JSON Schema counts them: %j, %s", (value, isRight) => {
  expect(text(3).safeParse(value).success).toBe(isRight);
});

test("the schema of a text says how long it may be", () => {
  expect(JSON.stringify(z.toJSONSchema(text(3)))).toContain('"minLength":1,"maxLength":3');
});
