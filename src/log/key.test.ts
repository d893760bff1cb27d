import fc from "fast-check";
import { expect, test } from "vitest";
import { hashOf, idOf, type Key, parseId, parseKey, pk, shardOf, sk } from "./key.ts";

const key: fc.Arbitrary<Key> = fc.record({
  stream: fc.stringMatching(/^[a-z0-9]{1,50}$/),
  shard: fc.nat(999),
  time: fc
    .date({ min: new Date("0000-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true })
    .map((date) => date.toISOString()),
  hash: fc.array(fc.string({ unit: "binary" }), { minLength: 1 }).map(hashOf),
});

test("an id holds its whole key", () => {
  fc.assert(
    fc.property(key, (key) => {
      expect(parseId(idOf(key))).toEqual(key);
    }),
  );
});

test("pk and sk hold the whole key", () => {
  fc.assert(
    fc.property(key, (key) => {
      expect(parseKey({ pk: pk(key), sk: sk(key) })).toEqual(key);
    }),
  );
});

test("sort keys sort by time", () => {
  fc.assert(
    fc.property(key, key, (a, b) => {
      fc.pre(a.time !== b.time);
      expect(sk(a) < sk(b)).toBe(Date.parse(a.time) < Date.parse(b.time));
    }),
  );
});

test("a text that is not an id has no key", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(parseId(text)).toBeUndefined();
    }),
  );
});

test.each([
  "",
  "s3",
  "s3.0.mjuohs00",
  "s3.01.mjuohs00.A1TfVTaE1d24IhtG-kAR",
  "s3.0.00.A1TfVTaE1d24IhtG-kAR",
  "s3.0.zzzzzzzzzz.A1TfVTaE1d24IhtG-kAR",
  "s3.0.mjuohs00.A1TfVTaE1d24IhtG-kA",
  "s3.0.mjuohs00.A1TfVTaE1d24IhtG-kAR ",
  "S3.0.mjuohs00.A1TfVTaE1d24IhtG-kAR",
])("%j is not an id", (text) => expect(parseId(text)).toBeUndefined());

test("different identities have different hashes, even if only a lone surrogate or the borders of the parts differ", () => {
  const identity = fc.array(fc.string({ unit: fc.constantFrom("a", ":", "1", "\ud800", "\udfff", "é") }), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(identity, identity, (a, b) => {
      expect(hashOf(a) === hashOf(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
    { numRuns: 1000 },
  );
});

test("hashes spread over the shards", () => {
  const shards = Array.from({ length: 16_000 }, (_, i) => shardOf(hashOf(["spread", String(i)]), 16));
  for (let shard = 0; shard < 16; shard++)
    expect(shards.filter((given) => given === shard).length).toBeGreaterThan(850);
});

test("an item of another program causes an error that names its key", () => {
  expect(() => parseKey({ pk: "Other#0", sk: "x#y" })).toThrow("pk Other#0, sk x#y");
});
