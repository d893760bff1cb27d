import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { subjectOf } from "./subject.ts";

const isForbidden = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  const isControl = code <= 0x1f || (code >= 0x7f && code <= 0x9f);
  return isControl || (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe;
};

const ONE = "[0-7][0-9A-F]";
const NEXT = "%[89AB][0-9A-F]";
const ESCAPE = new RegExp(`%((?:25)*)(F[0-4](?:${NEXT}){3}|E[0-9A-F](?:${NEXT}){2}|C2${NEXT}|(?!25)${ONE})`, "g");

/** Converts a subject back to its key. */
const keyOf = (subject: string): string =>
  subject.replace(ESCAPE, (whole, escapes: string, bytes: string) => {
    if (!isForbidden(decoded(`%${bytes}`))) return whole;
    return escapes === "" ? decoded(whole) : `%${escapes.slice("25".length)}${bytes}`;
  });

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return "no UTF-8";
  }
};

const PARTS = [
  "%",
  "25",
  "%25",
  "0A",
  "%0A",
  "%C2%85",
  "C2%85",
  "EF%B7%90",
  "%EF%BF%BE",
  "F0%9F%BF%BF",
  "%F4%8F%BF%BE",
];
const CHARACTERS = [
  "\n",
  "\0",
  "\u007f",
  "\u0085",
  "\ufdd0",
  "\ufffe",
  "\u{1ffff}",
  "\u{10fffe}",
  "a",
  "/",
  "\u{1f469}",
];
const key = fc
  .oneof(
    fc.array(fc.constantFrom(...PARTS, ...CHARACTERS), { maxLength: 12 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary" }),
  )
  .filter((text) => text.isWellFormed());

const many = { numRuns: 5_000 };

test("a subject holds no control character and no noncharacter", () => {
  fc.assert(
    fc.property(key, (key) => {
      expect([...subjectOf(key)].filter(isForbidden)).toEqual([]);
    }),
    many,
  );
});

test("a subject can be converted back to its key, so no two keys have the same subject", () => {
  fc.assert(
    fc.property(key, (key) => {
      expect(keyOf(subjectOf(key))).toBe(key);
    }),
    many,
  );
});

test("an ordinary key is its own subject", () => {
  const ordinary = key.filter((key) => keyOf(key) === key && ![...key].some(isForbidden));
  fc.assert(
    fc.property(ordinary, (key) => {
      expect(subjectOf(key)).toBe(key);
    }),
    many,
  );
});

describe("the subject of", () => {
  test.each([
    ["100%", "100%"],
    ["100%25", "100%25"],
    ["50%2525", "50%2525"],
    ["%C3%BC", "%C3%BC"],
    ["%0a", "%0a"],
    ["%2B%20", "%2B%20"],
    ["%F0%8F%BF%BE", "%F0%8F%BF%BE"],
    ["a\nb", "a%0Ab"],
    ["a%0Ab", "a%250Ab"],
    ["a%250Ab", "a%25250Ab"],
    ["%\n", "%%0A"],
    ["%25\n", "%25%0A"],
    ["\u007f\u0080\u009f", "%7F%C2%80%C2%9F"],
    ["\ufdd0\ufdef\uffff", "%EF%B7%90%EF%B7%AF%EF%BF%BF"],
    ["\u{4fffe}\u{10ffff}", "%F1%8F%BF%BE%F4%8F%BF%BF"],
    ["\u00a0\u2028\ufeff\u202e", "\u00a0\u2028\ufeff\u202e"],
  ])("%j is %j", (key, subject) => expect(subjectOf(key)).toBe(subject));
});
