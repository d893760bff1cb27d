import { expect, test } from "vitest";
import { fixture } from "../src/local/fixture.ts";
import { s3Record } from "./sent.ts";
import { deliver, newWorld, readAll, worldOf } from "./world.ts";

// The usual sample writes the bucket and the key of the first record, with the current second as the id. These tests show what it loses.

const NOW = Date.parse("2026-10-01T00:00:00Z");

test("all records of an event are kept, not only the first", async () => {
  const { s3, logs } = await newWorld();
  await deliver(s3, fixture("s3-many"));
  expect(await readAll(logs, "/logs")).toHaveLength(3);
});

test("keys are decoded", async () => {
  const { s3, logs } = await newWorld();
  const keys = ["a+b.txt", "a%20b.txt", "a%2Bb.txt", "%E6%97%A5%E6%9C%AC.txt", "100%25.txt", "100%.txt"];
  await deliver(s3, { Records: keys.map((key, i) => s3Record({ key, sequencer: String(i) })) });
  const subjects = (await readAll(logs, "/logs")).map(({ subject }) => subject);
  expect(subjects.toSorted()).toEqual(["a b.txt", "a b.txt", "a+b.txt", "日本.txt", "100%.txt", "100%.txt"].toSorted());
});

test("events of the same second do not overwrite each other", async () => {
  const { s3, logs } = await newWorld({}, () => NOW);
  await Promise.all([deliver(s3, fixture("s3-put")), deliver(s3, fixture("s3-copy"))]);
  expect(await readAll(logs, "/logs")).toHaveLength(2);
});

test("a second delivery does not make a second entry, however late it comes", async () => {
  let now = NOW;
  const { s3, logs } = await newWorld({}, () => now);
  await deliver(s3, fixture("s3-put"));
  now += 3_600_000;
  expect(await deliver(s3, fixture("s3-put"))).toMatchObject({ written: 0, duplicate: 1 });
  expect(await readAll(logs, "/logs")).toHaveLength(1);
});

test("a failed write is an error, so that Lambda tries again", async () => {
  const { table } = await newWorld();
  const { s3 } = worldOf({ ...table, name: "gone" });
  await expect(deliver(s3, fixture("s3-put"))).rejects.toThrow("could not be kept");
});

test("an entry shows the bucket, the key, the time and the type of the change", async () => {
  const { s3, logs } = await newWorld();
  await deliver(s3, fixture("s3-put"));
  expect(await readAll(logs, "/logs")).toMatchObject([
    {
      subject: expect.any(String),
      time: expect.any(String),
      type: "com.amazonaws.s3.ObjectCreated:Put",
      data: { bucket: expect.any(String) },
    },
  ]);
});
