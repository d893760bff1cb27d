import { expect, test } from "vitest";
import { s3 as trigger } from "../src/schemas/s3.ts";
import { s3Record } from "./sent.ts";
import { deliver, newWorld, request } from "./world.ts";

const world = await newWorld();
const { s3, http, logs, lines } = world;
const lastLine = () => JSON.parse(lines.at(-1) ?? "");

test("an invocation is one line of JSON, with its counts and the log ids", async () => {
  const before = lines.length;
  const { ids } = await deliver(s3, {
    Records: [s3Record({ key: "a" }), s3Record({ key: "a" }), s3Record({ key: "b" }), {}],
  });
  expect(lines).toHaveLength(before + 1);
  const counts = { received: 4, written: 2, duplicate: 1, rejected: 1, failed: 0, toolarge: 0, truncated: 0 };
  expect(lastLine()).toMatchObject({
    level: "info",
    function: "test",
    requestId: expect.any(String),
    stream: "s3",
    ids,
    ...counts,
  });
});

test("the counts that alarms watch are metrics by service and stream, in the embedded metric format", async () => {
  await deliver(s3, { Records: [s3Record({ key: "metrics" })] });
  const { _aws, ...line } = lastLine();
  const [{ Namespace, Dimensions, Metrics }, ...others] = _aws.CloudWatchMetrics;
  expect(others).toEqual([]);
  expect({ Namespace, Dimensions }).toEqual({ Namespace: "Tributary", Dimensions: [["service", "stream"]] });
  expect(Math.abs(_aws.Timestamp - Date.now())).toBeLessThan(60_000);
  expect(Metrics.map(({ Name }: { Name: string }) => Name)).toEqual(["rejected", "failed"]);
  for (const { Name, Unit } of Metrics) expect([Unit, typeof line[Name]]).toEqual(["Count", "number"]);
  for (const dimension of Dimensions[0]) expect(line[dimension]).toEqual(expect.any(String));
});

test("a long event is a line that CloudWatch takes whole", async () => {
  await deliver(s3, { Records: Array.from({ length: 300 }, (_, i) => s3Record({ key: `long-${i}` })) });
  expect(lastLine()).toMatchObject({ received: 300, written: 300, moreids: 100 });
  expect(lastLine().ids).toHaveLength(200);
});

test("of many failures the first 20 are in the line, with the head of each error, and the number of the others", async () => {
  const broken = world.onEvent(trigger, () => {
    throw new Error("x".repeat(20_000));
  });
  const Records = Array.from({ length: 50 }, (_, i) => s3Record({ key: `failing-${i}` }));
  await expect(deliver(broken, { Records })).rejects.toThrow("50 of 50 records could not be kept");
  const { failures, ...line } = lastLine();
  expect(line).toMatchObject({ level: "error", received: 50, failed: 50, morefailures: 30 });
  expect(failures.map(({ record }: { record: number }) => record)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  for (const { error } of failures) expect(error).toMatch(/^Error: x+$/);
  expect(lines.at(-1)?.length).toBeLessThan(256 * 1024);
});

test("of a few failures all are in the line", async () => {
  const broken = world.onEvent(trigger, () => {
    throw new Error("no");
  });
  await deliver(broken, { Records: [s3Record({ key: "few" })] }).catch(() => {});
  expect(lastLine()).toMatchObject({ failed: 1, failures: [{ record: 0, error: "Error: no" }] });
  expect(lastLine()).not.toHaveProperty("morefailures");
});

test("a refused request is a warning with its status, which quotes nothing that was sent", async () => {
  await deliver(http, request("POST", "/events", { "content-type": "text/secret" }, "a,b"));
  expect(lastLine()).toMatchObject({ level: "warn", stream: "http", status: 415, received: 0 });
  await deliver(http, request("POST", "/events", { "content-type": "application/json" }, "secret"));
  expect(lastLine()).toMatchObject({ level: "warn", status: 400 });
  expect(lines.join()).not.toContain("secret");
});

test("reading is logged by method, path and status, without the query", async () => {
  await deliver(logs, request("GET", "/logs?subject=private"));
  expect(lastLine()).toMatchObject({ level: "info", method: "GET", path: "/logs", status: 200 });
  expect(lines.at(-1)).not.toContain("private");
});
