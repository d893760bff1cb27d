import { expect, test } from "vitest";
import { s3 as triggerOf } from "../src/schemas/s3.ts";
import { s3Record } from "./sent.ts";
import { deliver, newWorld, request } from "./world.ts";

const world = await newWorld();
const { s3, http, logs, lines } = world;
const lastLine = () => JSON.parse(lines.at(-1) ?? "");

test("an invocation writes one line of JSON with its counts and the log ids", async () => {
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

test("the line of an event with many records fits the limit of CloudWatch", async () => {
  await deliver(s3, { Records: Array.from({ length: 300 }, (_, i) => s3Record({ key: `long-${i}` })) });
  expect(lastLine()).toMatchObject({ received: 300, written: 300, moreids: 100 });
  expect(lastLine().ids).toHaveLength(200);
});

test("the line has the first 20 failures with the beginning of each error, and the number of the other failures", async () => {
  const broken = world.onEvent(triggerOf("s3"), () => {
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

test("the line has all failures if there are few", async () => {
  const broken = world.onEvent(triggerOf("s3"), () => {
    throw new Error("no");
  });
  await deliver(broken, { Records: [s3Record({ key: "few" })] }).catch(() => {});
  expect(lastLine()).toMatchObject({ failed: 1, failures: [{ record: 0, error: "Error: no" }] });
  expect(lastLine()).not.toHaveProperty("morefailures");
});

test("a request that gets a 4xx writes a warning with the status, and without anything that was sent", async () => {
  await deliver(http, request("POST", "/events", { "content-type": "text/secret" }, "a,b"));
  expect(lastLine()).toMatchObject({ level: "warn", stream: "http", status: 415, received: 0 });
  await deliver(http, request("POST", "/events", { "content-type": "application/json" }, "secret"));
  expect(lastLine()).toMatchObject({ level: "warn", status: 400 });
  expect(lines.join()).not.toContain("secret");
});

test("a read writes the method, the path and the status, but not the query", async () => {
  await deliver(logs, request("GET", "/logs?subject=private"));
  expect(lastLine()).toMatchObject({ level: "info", method: "GET", path: "/logs", status: 200 });
  expect(lines.at(-1)).not.toContain("private");
});
