import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical } from "./canonical.ts";

describe("the canonical texts", () => {
  test.each([
    ["1", "1.0"],
    ["1", "10e-1"],
    ["1", "0.1E+1"],
    ["100", "1e2"],
    ["0", "-0.00e7"],
    ["-12.50", "-1250e-2"],
    ["1e400", "10e399"],
    ['{"a":1,"b":[2]}', ' { "b" : [ 2.0 ] , "a" : 1 } '],
    ['{"1":0,"a":0,"0":0}', '{"a":0,"0":0,"1":0}'],
    ['"\\u00fc"', '"ü"'],
    ['"\\/"', '"/"'],
  ])("of %s and %s are equal", (one, other) => expect(canonical(one)).toBe(canonical(other)));

  test.each([
    ["9007199254740992", "9007199254740993"],
    ["0.1", "0.10000000000000000001"],
    ["1e-400", "0"],
    ["1e400", "1e401"],
    ["1", "-1"],
    ["1", '"1"'],
    ["1", '"1e0"'],
    ["null", '"null"'],
    ["[]", "{}"],
    ["[]", '[""]'],
    ["[1,2]", "[2,1]"],
    ["[[1],2]", "[[1,2]]"],
    ['{"a":"b"}', '{"a":{"b":0}}'],
    ['{"__proto__":{"a":1}}', "{}"],
    ['"\\ud800"', '"\\ud801"'],
  ])("of %s and %s differ", (one, other) => expect(canonical(one)).not.toBe(canonical(other)));

  test("mean the same as the texts, and do not change when they are made canonical again", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const text = canonical(json);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(JSON.parse(json)))); // JSON.stringify writes -0 as 0
        expect(canonical(text)).toBe(text);
        expect(canonical(JSON.stringify(JSON.parse(json), undefined, 2))).toBe(text);
      }),
    );
  });

  test("can be nested 1,000 levels deep", () => {
    const deep = `${"[".repeat(1000)}1.0${"]".repeat(1000)}`;
    expect(canonical(deep)).toBe(`${"[".repeat(1000)}1e0${"]".repeat(1000)}`);
  });
});
