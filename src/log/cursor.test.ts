import fc from "fast-check";
import { expect, test } from "vitest";
import { readCursor, writeCursor } from "./cursor.ts";

const after = { sk: "2026-01-01T00:00:00.000Z#A1TfVTaE1d24IhtG-kAR", stream: "s3" } as const;
const window = { from: "2026-01-01T00:00:00.000Z", to: undefined };
const query = { order: "desc", streams: ["s3", "http"], from: "2026-01-01T00:00:00.000Z" };

test("a cursor gives back its place for the query that it was given for, however its fields are ordered", () => {
  const { order, ...rest } = query;
  expect(readCursor(writeCursor({ after, ...window }, query), { ...rest, order, to: undefined })).toEqual({
    after,
    from: window.from,
  });
});

test.each([
  { ...query, order: "asc" },
  { ...query, streams: ["s3"] },
  { ...query, from: "2026-01-02T00:00:00.000Z" },
  { ...query, type: "x" },
])("a cursor is refused for other filters: %j", (other) => {
  expect(readCursor(writeCursor({ after, ...window }, query), other)).toEqual({
    reason: expect.stringContaining("other filters"),
  });
});

test("a cursor of another version, or with a place of its own making, is refused", () => {
  const written: Record<string, unknown> = JSON.parse(
    Buffer.from(writeCursor({ after, ...window }, query), "base64url").toString(),
  );
  const forge = (change: object) => Buffer.from(JSON.stringify({ ...written, ...change })).toString("base64url");
  expect(readCursor(forge({}), query)).toEqual({ after, from: window.from });
  for (const change of [{ v: 2 }, { after: { ...after, sk: "~" } }, { after: { ...after, stream: "x#" } }, { more: 1 }])
    expect(readCursor(forge(change), query)).toEqual({ reason: expect.stringContaining("not a cursor") });
});

test("any other text is refused", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(readCursor(text, query)).toEqual({ reason: expect.stringContaining("not a cursor") });
    }),
  );
});
