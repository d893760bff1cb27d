import { createHash, randomBytes } from "node:crypto";
import { cp, mkdir, mkdtemp, open, rename, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { short, started, until } from "./started.ts";

const Bucket = "bucket";
type Started = Awaited<ReturnType<typeof started>>;

/** Puts an object by the endpoint and waits for its notification, so that everything before it had its time. */
const after = async ({ folder, records }: Started, name: string) => {
  await writeFile(join(folder, Bucket, name), "the last one");
  await until(() => records.some(({ s3 }) => s3.object.key === name));
  return short(records).filter((text) => !text.endsWith(` ${name}`));
};

test("a file that a person drops becomes an object, and is told once", async () => {
  const s3 = await started();
  await mkdir(join(s3.folder, Bucket, "2026", "ü"), { recursive: true });
  await writeFile(join(s3.folder, Bucket, "2026", "ü", "100% a+b.txt"), "hello");
  await until(() => s3.records.length > 0);
  const Key = "2026/ü/100% a+b.txt";
  expect(await after(s3, "last")).toEqual(["ObjectCreated:Put 2026/%C3%BC/100%25+a%2Bb.txt"]);
  expect(s3.records[0]?.s3.object).toMatchObject({ size: 5, eTag: "5d41402abc4b2a76b9719d911017c592" });
  const object = await s3.client.send(new GetObjectCommand({ Bucket, Key }));
  expect(await object.Body?.transformToString()).toBe("hello");
  expect((await s3.client.send(new ListObjectsV2Command({ Bucket }))).Contents?.map((one) => one.Key)).toEqual([
    Key,
    "last",
  ]);
});

test("a file that is written slowly is told once, when all of it is there", async () => {
  const s3 = await started({ settleMs: 1_000 });
  const parts = Array.from({ length: 20 }, () => randomBytes(50_000));
  const file = await open(join(s3.folder, Bucket, "slow"), "w");
  for (const part of parts) {
    await file.write(part);
    await sleep(50);
  }
  await file.close();
  await until(() => s3.records.length > 0);
  expect(await after(s3, "last")).toEqual(["ObjectCreated:Put slow"]);
  const eTag = createHash("md5").update(Buffer.concat(parts)).digest("hex");
  expect(s3.records[0]?.s3.object).toMatchObject({ size: 1_000_000, eTag });
});

test("a file that a person changes, replaces, moves or removes is told as S3 would", async () => {
  const s3 = await started();
  const path = (name: string) => join(s3.folder, Bucket, name);
  await writeFile(path("a"), "1");
  await until(() => s3.records.length === 1);
  await writeFile(path("a"), "2");
  await until(() => s3.records.length === 2);
  await writeFile(path("new"), "3");
  await until(() => s3.records.length === 3);
  await rename(path("new"), path("a"));
  await until(() => s3.records.length === 5);
  await rm(path("a"));
  await until(() => s3.records.length === 6);
  expect((await after(s3, "last")).toSorted()).toEqual(
    [
      ...["ObjectCreated:Put a", "ObjectCreated:Put a", "ObjectCreated:Put new"],
      ...["ObjectCreated:Put a", "ObjectRemoved:Delete new", "ObjectRemoved:Delete a"],
    ].toSorted(),
  );
  await expect(s3.client.send(new HeadObjectCommand({ Bucket, Key: "a" }))).rejects.toMatchObject({ name: "NotFound" });
});

test("what the endpoint writes and removes is told once", async () => {
  const s3 = await started();
  for (let i = 0; i < 20; i++) await s3.client.send(new PutObjectCommand({ Bucket, Key: `${i % 4}/a`, Body: `${i}` }));
  for (let i = 0; i < 4; i++) await s3.client.send(new DeleteObjectCommand({ Bucket, Key: `${i}/a` }));
  const told = await after(s3, "last");
  expect(told.filter((text) => text.startsWith("ObjectCreated"))).toHaveLength(20);
  expect(told.filter((text) => text.startsWith("ObjectRemoved"))).toHaveLength(4);
});

test("a folder of 200 files is told once each", async () => {
  const s3 = await started();
  const source = await mkdtemp(join(tmpdir(), "source-"));
  for (let i = 0; i < 200; i++) await writeFile(join(source, `${i}`), `${i}`);
  await cp(source, join(s3.folder, Bucket, "in", "deep"), { recursive: true });
  await until(() => s3.records.length >= 200);
  const told = await after(s3, "last");
  expect(new Set(told)).toEqual(new Set(Array.from({ length: 200 }, (_, i) => `ObjectCreated:Put in/deep/${i}`)));
  expect(told).toHaveLength(200);
});

test("what a person does while nothing runs is told at the next start", async () => {
  const first = await started();
  for (const Key of ["kept", "changed", "removed"])
    await first.client.send(new PutObjectCommand({ Bucket, Key, Body: "1" }));
  await first.stop();
  await writeFile(join(first.folder, Bucket, "changed"), "2");
  await writeFile(join(first.folder, Bucket, "new"), "2");
  // A copy of a file keeps its old time.
  await utimes(join(first.folder, Bucket, "new"), 0, 0);
  await rm(join(first.folder, Bucket, "removed"));
  const second = await started({ folder: first.folder });
  await until(() => second.records.length === 3);
  expect((await after(second, "last")).toSorted()).toEqual([
    "ObjectCreated:Put changed",
    "ObjectCreated:Put new",
    "ObjectRemoved:Delete removed",
  ]);
});

test("a file that a person drops takes the place of an object of its key that was no file", async () => {
  const s3 = await started();
  await s3.client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "1" }));
  await s3.client.send(new PutObjectCommand({ Bucket, Key: "a/b", Body: "2" }));
  await s3.client.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
  await mkdir(join(s3.folder, Bucket, "a"));
  await writeFile(join(s3.folder, Bucket, "a", "b"), "3");
  await until(() => s3.records.length === 4);
  const object = await s3.client.send(new GetObjectCommand({ Bucket, Key: "a/b" }));
  expect(await object.Body?.transformToString()).toBe("3");
});

test("the files of the system are no objects, and a file in no bucket is pointed out", async () => {
  const s3 = await started();
  await writeFile(join(s3.folder, Bucket, ".DS_Store"), "");
  await writeFile(join(s3.folder, Bucket, ".a.txt.swp"), "");
  await writeFile(join(s3.folder, "stray.txt"), "");
  await mkdir(join(s3.folder, "other"));
  await writeFile(join(s3.folder, "other", "a.txt"), "");
  await until(() => s3.said.length === 2);
  expect(await after(s3, "last")).toEqual([]);
  expect(s3.said.toSorted()).toEqual(
    [join("other", "a.txt"), "stray.txt"].map(
      (path) =>
        `${join(s3.folder, path)} is in no bucket, so nothing happens. The buckets of the template are: bucket, versioned.`,
    ),
  );
});

test("who reads a file that a person has just changed or removed gets what is there, or must try again", async () => {
  const s3 = await started({ settleMs: 1_000 });
  const path = join(s3.folder, Bucket, "a");
  const read = async () => {
    const answer = await fetch(`${s3.url}/bucket/a`);
    return answer.status === 503 ? "try again" : answer.status === 404 ? "removed" : answer.text();
  };
  await s3.client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "old" }));
  await writeFile(path, "changed");
  expect(await read()).toBe("try again");
  await until(async () => (await read()) === "changed");
  await rm(path);
  expect(await read()).toBe("try again");
  await until(async () => (await read()) === "removed");
  expect(short(s3.records)).toEqual(["ObjectCreated:Put a", "ObjectCreated:Put a", "ObjectRemoved:Delete a"]);
});
