import { expect, test } from "vitest";
import type { Entry } from "../../log/entry.ts";
import { byFault, byType, newTally } from "./tally.ts";

const entry: Entry = {
  specversion: "1.0",
  id: "rejected.0.0.A1TfVTaE1d24IhtG-kAR",
  source: "tributary:s3",
  type: "tributary.rejected.schema",
  time: "2026-03-01T00:00:00.000Z",
  stream: "rejected",
  recordedtime: "2026-03-01T00:00:00.000Z",
};
const issue = (...path: readonly (string | number)[]) => ({ path, code: "custom", message: "wrong" });

test("a rejection counts once for each path with a fault", () => {
  const data = { reason: "schema", trigger: "s3", issues: [issue("s3", 0), issue("s3", 0), issue()] };
  expect(byFault({ ...entry, data })).toEqual([
    { trigger: "s3", reason: "schema", path: "s3.0" },
    { trigger: "s3", reason: "schema", path: "" },
  ]);
});

test("a rejection whose data was cut counts by its reason", () => {
  const cut = [{ trigger: "", reason: "schema", path: "" }];
  expect(byFault({ ...entry, data: { payload: '{"reason":"sch', truncated: true } })).toEqual(cut);
  expect(byFault(entry)).toEqual(cut);
});

test("a tally has room until its rows fill their part of the answer", () => {
  const tally = newTally((time) => time, byType);
  let count = 0;
  while (tally.hasRoom()) tally.add({ ...entry, type: `${count++}${"\u0000".repeat(1000)}` });
  const [bucket] = tally.buckets().values();
  expect(bucket).toMatchObject({ count });
  expect(Buffer.byteLength(JSON.stringify(JSON.stringify(bucket)))).toBeLessThan(3_000_000);
  expect(count).toBeGreaterThan(200);
});
