import fc from "fast-check";
import { expect, test } from "vitest";
import { readCursor, writeCursor } from "./cursor.ts";

const after = { sk: "2026-01-01T00:00:00.000Z#A1TfVTaE1d24IhtG-kAR", stream: "s3" } as const;
const timeRange = { from: "2026-01-01T00:00:00.000Z", to: undefined };
const query = { order: "desc", streams: ["s3", "http"], from: "2026-01-01T00:00:00.000Z" };

test("a cursor gives its position back for the same query, in any order of its fields", () => {
  const { order, ...rest } = query;
  expect(readCursor(writeCursor({ after, ...timeRange }, query), { ...rest, order, to: undefined })).toEqual({
    after,
    from: timeRange.from,
  });
});

test.each([
  { ...query, order: "asc" },
  { ...query, streams: ["s3"] },
  { ...query, from: "2026-01-02T00:00:00.000Z" },
  { ...query, type: "x" },
])("a cursor of one query is refused for another query: %j", (other) => {
  expect(readCursor(writeCursor({ after, ...timeRange }, query), other)).toEqual({
    reason: expect.stringContaining("other filters"),
  });
});

test("a cursor with another version, an invalid position or an unknown field is refused", () => {
  const written: Record<string, unknown> = JSON.parse(
    Buffer.from(writeCursor({ after, ...timeRange }, query), "base64url").toString(),
  );
  const forge = (change: object) => Buffer.from(JSON.stringify({ ...written, ...change })).toString("base64url");
  expect(readCursor(forge({}), query)).toEqual({ after, from: timeRange.from });
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
