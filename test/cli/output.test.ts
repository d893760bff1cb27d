import { describe, expect, test } from "vitest";
import { cut } from "../../src/cli/output/cut.ts";
import { duration } from "../../src/cli/output/duration.ts";
import { rejectionRows } from "../../src/cli/output/entryRows.ts";
import type { Entry } from "../../src/log/entry.ts";
import { printable, printableJson } from "../../src/log/printable.ts";

test.each([
  [-5, "0 s"],
  [400, "0 s"],
  [59_000, "59 s"],
  [90_000, "2 min"],
  [6 * 3_600_000, "6 h"],
  [3 * 86_400_000, "3 d"],
])("%i ms are %s", (ms, text) => expect(duration(ms)).toBe(text));

test("what cannot be seen becomes visible, and an emoji stays as it is", () => {
  expect(printable("\u3164a\u115f\ufe0f\u{e0100}\u034f")).toBe("\\u{3164}a\\u{115f}\\u{fe0f}\\u{e0100}\\u{34f}");
  expect(printable("☃\ufe0f 1\ufe0f")).toBe("☃\ufe0f 1\ufe0f");
  expect(JSON.parse(printableJson('"\u3164\u{e0100}"'))).toBe("\u3164\u{e0100}");
});

describe("a text that is too long", () => {
  test.each([
    ["start", "…6789"],
    ["middle", "01…89"],
    ["end", "0123…"],
  ] as const)("loses its %s", (where, text) => expect(cut("0123456789", 5, where)).toBe(text));

  test("is never wider than asked, whatever its signs are", () => {
    expect(cut("日本語テキスト", 5, "end")).toBe("日本…");
    expect(cut("👩‍👩‍👧 family", 4, "end")).toBe("👩‍👩‍👧 …");
    expect([cut("abc", 0, "end"), cut("abc", 3, "end")]).toEqual(["", "abc"]);
  });
});

describe("a rejection", () => {
  const entry: Entry = {
    ...{ specversion: "1.0", id: "rejected.0.1.x", source: "tributary:s3", type: "tributary.rejected.schema" },
    ...{ time: "2026-03-01T00:00:00.000Z", stream: "rejected", recordedtime: "2026-03-01T00:00:00.000Z" },
  };
  const rows = (data: unknown) => rejectionRows.rowsOf({ ...entry, data }).map((row) => row.slice(1, 5));

  test("has a row for each fault", () => {
    const issues = [
      { path: ["s3", "object", 0], code: "custom", message: "too long" },
      { path: [], code: "custom", message: "wrong" },
    ];
    expect(rows({ trigger: "s3", reason: "schema", issues })).toEqual([
      ["s3", "schema", "s3.object.0", "too long"],
      ["s3", "schema", "", "wrong"],
    ]);
  });

  test("without a fault, or whose data was cut, has one row", () => {
    expect(rows({ trigger: "s3", reason: "expired", issues: [] })).toEqual([["s3", "expired", "", ""]]);
    expect(rows('{"reason":"sche')).toEqual([["", "schema", "", ""]]);
  });
});
