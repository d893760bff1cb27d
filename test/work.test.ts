import { describe, expect, expectTypeOf, test, vi } from "vitest";
import type { NewEntry } from "../src/log/entry.ts";
import { http } from "../src/schemas/http.ts";
import type { Upload } from "../src/schemas/kit/s3Upload.ts";
import { s3 } from "../src/schemas/s3.ts";
import { type Firing, schedule } from "../src/schemas/schedule.ts";
import { recorded } from "./commands.ts";
import { s3Record } from "./sent.ts";
import { newTable } from "./table.ts";
import { deliver, newWorld, readAll, reporting, worldOf } from "./world.ts";

const record = (key: string) => s3Record({ key });

describe("the work function", async () => {
  const { onEvent, logs, lines } = await newWorld();

  test("gets the record with the type of its schema", () => {
    onEvent(s3("s3"), (upload, { id, entry, signal }) => {
      expectTypeOf(upload).toEqualTypeOf<Upload>();
      expectTypeOf(upload.size).toEqualTypeOf<number | undefined>();
      expectTypeOf(id).toEqualTypeOf<string>();
      expectTypeOf(entry).toEqualTypeOf<NewEntry>();
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
    });
    onEvent(schedule("schedule"), (firing) => expectTypeOf(firing).toEqualTypeOf<Firing>());
    onEvent(http("http"), (event) => expectTypeOf(event.type).toEqualTypeOf<string>());
    // @ts-expect-error a field that no upload has
    onEvent(s3("s3"), (upload) => upload.color);
  });

  test("is called for each accepted record, and its result is kept as JSON text", async () => {
    const work = vi.fn(({ key }: Upload, { id }: { id: string }) => Promise.resolve({ key, id }));
    const { ids } = await deliver(reporting(onEvent(s3("s3"), work)), {
      Records: [record("a+b"), { bad: true }, record("c")],
    });
    expect(work.mock.calls.map(([{ key }]) => key).toSorted()).toEqual(["a b", "c"]);
    const [c, a] = (await readAll(logs, "/logs")).toSorted((x, y) =>
      String(y.subject).localeCompare(String(x.subject)),
    );
    expect([a?.result, c?.result].map((text) => JSON.parse(text ?? ""))).toEqual([
      { key: "a b", id: ids[0] },
      { key: "c", id: ids[2] },
    ]);
  });

  test("is not called for a record that is in the log already, and not for a test event", async () => {
    const work = vi.fn();
    const handler = onEvent(s3("s3"), work);
    await deliver(handler, { Records: [record("once")] });
    expect(await deliver(handler, { Records: [record("once")] })).toMatchObject({ duplicate: 1 });
    await deliver(handler, { Event: "s3:TestEvent", Time: "2026-03-01T00:00:00Z", Bucket: "b", RequestId: "r" });
    expect(work).toHaveBeenCalledTimes(1);
  });

  test("that throws fails only its record, and the invocation at its end, and the next try does the rest", async () => {
    const work = vi.fn(({ key }: Upload) => {
      if (key === "failing" && work.mock.calls.length < 4) throw new Error("the work broke");
    });
    const handler = onEvent(s3("s3"), work);
    const event = { Records: [record("before"), record("failing"), record("after")] };
    await expect(deliver(handler, event)).rejects.toThrow("1 of 3 records could not be kept: the work broke");
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({
      ...{ level: "error", stream: "s3", received: 3, written: 2, failed: 1 },
      failures: [{ record: 1, error: "Error: the work broke" }],
    });
    expect(await deliver(handler, event)).toMatchObject({ written: 1, duplicate: 2 });
    expect(work.mock.calls.map(([{ key }]) => key).toSorted()).toEqual(["after", "before", "failing", "failing"]);
  });

  test("that does not end gets an abort signal in time, and the other records are kept", async () => {
    let told = false;
    const handler = onEvent(s3("s3"), async ({ key }, { signal }) => {
      signal.addEventListener("abort", () => (told = true));
      if (key === "endless") await new Promise(() => {});
    });
    const event = { Records: [record("endless"), record("beside")] };
    await expect(deliver(handler, event, 1_300)).rejects.toThrow(
      "1 of 2 records could not be kept: the function's time was up",
    );
    expect(told).toBe(true);
    expect(await readAll(logs, "/logs?subject=beside")).toHaveLength(1);
  });

  test("is not started for a record when the time is up, and nothing is sent to the table for it", async () => {
    const { table, commands } = recorded(await newTable());
    const { promise: timeIsUp, resolve } = Promise.withResolvers<void>();
    const work = vi.fn(async (_: Upload, { signal }: { signal: AbortSignal }) => {
      signal.addEventListener("abort", () => resolve());
      await new Promise(() => {});
    });
    const event = { Records: Array.from({ length: 40 }, (_, i) => record(`turn-${i}`)) };
    await expect(deliver(worldOf(table).onEvent(s3("s3"), work), event, 1_500)).rejects.toThrow(
      "40 of 40 records could not be kept: the function's time was up",
    );
    await timeIsUp;
    expect(work.mock.calls.length).toBeLessThan(40);
    expect(commands).toHaveLength(work.mock.calls.length);
  });

  test("may return a large value, or a value that JSON cannot hold", async () => {
    const big = await deliver(reporting(onEvent(s3("s3"), () => "x".repeat(100_000))), { Records: [record("big")] });
    await deliver(
      onEvent(s3("s3"), () => ({ big: 1n })),
      { Records: [record("bigint")] },
    );
    const [entry] = await readAll(logs, "/logs?subject=big");
    expect(entry?.id).toBe(big.ids[0]);
    expect(JSON.parse(entry?.result ?? "")).toMatchObject({ truncated: true, size: 100_002 });
    expect((await readAll(logs, "/logs?subject=bigint"))[0]?.result).toContain("1n");
  });
});
