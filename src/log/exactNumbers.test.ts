import fc from "fast-check";
import { expect, test } from "vitest";
import { mayBeInexact, parseExact } from "./exactNumbers.ts";
import { withOrdinaryNumbers } from "./ordinaryNumbers.ts";

const digits = (max: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${max}}$`));
const whole = fc.oneof(
  fc.constant("0"),
  digits(25).map((text) => `${text}`.replace(/^0+(?=.)/, "")),
);
const number = fc
  .tuple(
    fc.constantFrom("", "-"),
    whole,
    fc.oneof(
      fc.constant(""),
      digits(25).map((text) => `.${text}`),
    ),
    fc.oneof(
      fc.constant(""),
      fc.integer({ min: -340, max: 340 }).map((exponent) => `e${exponent}`),
    ),
  )
  .map((parts) => parts.join(""));

/** The exact value, times 10^400. That is a whole number for every number in these tests. */
const exactValue = (text: string): bigint => {
  const [, sign, whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(text) ?? [];
  return BigInt(`${sign}${whole}${fraction}`) * 10n ** BigInt(400 + Number(exponent) - fraction.length);
};

test("a number keeps its value when it is written again, and its text if a double cannot hold it", () => {
  fc.assert(
    fc.property(number, (sent) => {
      const written = JSON.stringify(parseExact(`[${sent}]`)).slice(1, -1);
      expect(exactValue(written)).toBe(exactValue(sent));
      const double = JSON.stringify(JSON.parse(sent));
      expect(written).toBe(
        double === "null" || exactValue(double) !== exactValue(sent) || /^-[0.]*(e|$)/.test(sent) ? sent : double,
      );
    }),
    { numRuns: 5_000 },
  );
});

test("the quick check finds every text with a number that a double cannot hold, at any place", () => {
  const places = ["%", "[%]", '{"a":%}', "[1,%]", "[ %]", "[\n%]", '{"a": [%]}'];
  fc.assert(
    fc.property(number, fc.constantFrom(...places), (sent, place) => {
      const json = place.replace("%", sent);
      if (!mayBeInexact(json)) expect(exactValue(JSON.stringify(JSON.parse(sent)))).toBe(exactValue(sent));
    }),
    { numRuns: 5_000 },
  );
});

test.each(['{"id":"12345678901234567890"}', "[1,2.5,-0.5,1e20]", '"2026-01-01T00:00:00Z"', '["a-0","b"]'])(
  "the quick check finds nothing in %s",
  (json) => {
    expect(mayBeInexact(json)).toBe(false);
  },
);

test("a number of a million digits is read quickly", () => {
  const sent = `1${"0".repeat(1_000_000)}1`;
  expect(JSON.stringify(parseExact(sent))).toBe(sent);
});

test("data gets ordinary numbers and its exact text; data that needs no exact text is returned as it is", () => {
  const plain = JSON.parse('{"__proto__":{"a":1},"b":[0.5]}');
  expect(withOrdinaryNumbers(plain)).toEqual({ data: plain });
  expect(withOrdinaryNumbers(plain).data).toBe(plain);
  const json = '{"__proto__":{"a":1e400},"b":[0.5,-0]}';
  const { data, json: exact } = withOrdinaryNumbers(parseExact(json));
  expect(exact).toBe(json);
  expect(data).toEqual(JSON.parse(json));
});
