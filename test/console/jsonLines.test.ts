import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonLines } from "../../src/console/page/parts/jsonLines.ts";
import { parseExact } from "../../src/log/exactNumbers.ts";

const textOf = (value: unknown): string =>
  jsonLines(value)
    .map(({ depth, tokens }) => "  ".repeat(depth) + tokens.map(({ text }) => text).join(""))
    .join("\n");
const marked = (value: unknown, path: readonly (string | number)[]) =>
  jsonLines(value, [{ path, text: "wrong" }])
    .filter(({ marks }) => marks.length > 0)
    .map(({ tokens, marks }) => [tokens.map(({ text }) => text).join(""), ...marks]);

test("a value is written as JSON.stringify writes it, with two spaces for each level", () =>
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: fc.constantFrom("a", "<b>", "ü", '"', "\\") }), (value) => {
      expect(textOf(value)).toBe(JSON.stringify(value, null, 2));
    }),
  ));

test("a number is whole, and what cannot be seen is escaped", () =>
  expect(textOf(parseExact('{"n":12345678901234567890.10,"t":"\u202e\\u0000\u200b"}'))).toBe(
    '{\n  "n": 12345678901234567890.10,\n  "t": "\\u202e\\u0000\\u200b"\n}',
  ));

test("a value of a thousand levels is no problem", () =>
  expect(jsonLines(JSON.parse(`${"[".repeat(1_000)}${"]".repeat(1_000)}`))).toHaveLength(1_999));

describe("a mark is at the line", () => {
  const value = { event: { type: 5, items: [{ id: 1 }, { id: "x" }] } };

  test("of its value", () => expect(marked(value, ["event", "type"])).toEqual([['"type": 5,', "wrong"]]));
  test("of an element", () => expect(marked(value, ["event", "items", 1, "id"])).toEqual([['"id": "x"', "wrong"]]));
  test("of the object in which its value is missing", () =>
    expect(marked(value, ["event", "items", 0, "name"])).toEqual([["{", "name: wrong"]]));
  test("of the whole, without a path", () => expect(marked(value, [])).toEqual([["{", "wrong"]]));
  test("of a text, if the value was cut to a text", () =>
    expect(marked('{"a":', ["a", "b"])).toEqual([['"{\\"a\\":"', "a.b: wrong"]]));
});
