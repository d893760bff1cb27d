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
])("%j is a text of at most three characters: %s", (value, isRight) => {
  expect(text(3).safeParse(value).success).toBe(isRight);
});

test("the JSON Schema of a text holds its length limits", () => {
  expect(JSON.stringify(z.toJSONSchema(text(3)))).toContain('"minLength":1,"maxLength":3');
});
