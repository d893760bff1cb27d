import fc from "fast-check";
import { expect, test } from "vitest";
import { clip, clipText, head, sha256Of } from "./clip.ts";
import { jsonOf } from "./json.ts";

test("a value whose JSON text fits is kept whole", () => {
  expect(clip({ a: 1 }, 7)).toEqual({ payload: { a: 1 }, size: 7, sha256: sha256Of('{"a":1}') });
});

test("a longer value becomes the head of its text, with the size and the hash of the whole text", () => {
  expect(clip({ a: 1 }, 6)).toEqual({ payload: '{"a', size: 7, sha256: sha256Of('{"a":1}'), truncated: true });
});

test("a head fills the room as a JSON string, whatever characters it has", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 300 }), fc.integer({ min: 10, max: 200 }), (text, max) => {
      const { payload, truncated } = clip(text, max);
      expect(truncated).toBe(true);
      expect(Buffer.byteLength(JSON.stringify(payload))).toBeLessThanOrEqual(max);
      expect(Buffer.byteLength(JSON.stringify(payload))).toBeGreaterThan(max - 4);
      expect(JSON.stringify(text).startsWith(String(payload))).toBe(true);
    }),
  );
});

test("a clipped text fills the room, and holds the size and the hash of the whole text", () => {
  expect(clipText('{"a":1}', 7)).toBe('{"a":1}');
  const text = JSON.stringify('"'.repeat(5000));
  const clipped = clipText(text, 1000);
  expect(clipped.length).toBeGreaterThan(1000 - 4);
  expect(clipped.length).toBeLessThanOrEqual(1000);
  expect(JSON.parse(clipped)).toMatchObject({ size: text.length, sha256: sha256Of(text), truncated: true });
});

test("a head has at most the given number of bytes, and breaks no character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(40), (text, max) => {
      const kept = head(text, max);
      expect(text.startsWith(kept)).toBe(true);
      expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(max);
      expect(Buffer.byteLength(kept)).toBeGreaterThan(Math.min(max, Buffer.byteLength(text)) - 4);
    }),
  );
});

test("a value that JSON cannot hold has a JSON text too", () => {
  expect(jsonOf(undefined)).toBe("null");
  expect(JSON.parse(jsonOf({ n: 1n }))).toContain("1n");
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(typeof JSON.parse(jsonOf(deep))).toBe("string");
});
