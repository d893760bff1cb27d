import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { expect, onTestFinished, test } from "vitest";
import { decodedKey } from "../../../src/local/s3/notification/decodedKey.ts";
import { S3Record } from "../../../src/local/s3/notification/record.ts";
import { clientOf, started, until } from "./started.ts";

const Bucket = "bucket";
const PROGRAM = fileURLToPath(new URL("./process.ts", import.meta.url));

const run = async (folder: string, told: string) => {
  const child = spawn(process.execPath, [PROGRAM, folder, told], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [url] = await once(child.stdout, "data");
  return { client: clientOf(String(url).trim(), { maxAttempts: 1 }), child };
};
const recordsIn = (path: string): readonly S3Record[] =>
  existsSync(path)
    ? readFileSync(path, "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => S3Record.parse(JSON.parse(line)))
    : [];

test("a process that is killed during writes loses no object that it has confirmed, and no notification", async () => {
  const parent = await mkdtemp(join(tmpdir(), "killed-"));
  const [folder, told] = [join(parent, "uploads"), join(parent, "told")];
  const confirmed = new Map<string, string | undefined>();
  for (let round = 0; round < 4; round++) {
    const { client, child } = await run(folder, told);
    let count = 0;
    const write = async (writer: number) => {
      for (let i = 0; ; i++) {
        const key = i % 3 === 0 ? `${writer}/../${i}` : `${writer}/${i % 5}`;
        const body = `${round} ${writer} ${i} ${"x".repeat(i * 50)}`;
        confirmed.delete(key);
        if (i % 7 === 6) await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
        else await client.send(new PutObjectCommand({ Bucket, Key: key, Body: body }));
        confirmed.set(key, i % 7 === 6 ? undefined : body);
        if (++count === 60 + round * 13) child.kill("SIGKILL");
      }
    };
    await Promise.allSettled([0, 1, 2, 3].map(write));
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
  const { client } = await run(folder, told);
  await until(async () => (await readdir(join(folder, ".s3", Bucket, "pending"))).length === 0);
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  const listed = new Map(Contents.map(({ Key = "", ETag = "" }) => [Key, ETag.replaceAll('"', "")]));
  for (const [key, body] of confirmed)
    if (body === undefined) expect(listed.has(key)).toBe(false);
    else
      expect(await (await client.send(new GetObjectCommand({ Bucket, Key: key }))).Body?.transformToString()).toBe(
        body,
      );
  // Whatever is there can be read whole, and the last notification of its key is the one of these bytes.
  const last = new Map<string, S3Record>();
  for (const record of recordsIn(told)) {
    const before = last.get(record.s3.object.key);
    if ((before?.s3.object.sequencer ?? "") < (record.s3.object.sequencer ?? ""))
      last.set(record.s3.object.key, record);
  }
  expect(confirmed.size).toBeGreaterThan(20);
  for (const [encoded, { eventName, s3 }] of last)
    expect(listed.get(decodedKey(encoded))).toBe(eventName === "ObjectRemoved:Delete" ? undefined : s3.object.eTag);
  for (const key of listed.keys()) expect([...last.keys()].map(decodedKey)).toContain(key);
  for (const name of await readdir(join(folder, ".s3", Bucket), { recursive: true }))
    expect(name).not.toMatch(/\.tmp$|staged./);
});

test("a notification that is not taken is sent again at the next start, as it was", async () => {
  const first = await started({
    notify: () => {
      throw new Error("the function is broken");
    },
  });
  await first.client.send(new PutObjectCommand({ Bucket, Key: "a b", Body: "1" }));
  await first.client.send(new DeleteObjectCommand({ Bucket, Key: "a b" }));
  await until(() => first.said.length === 2);
  expect(first.said[0]).toBe(
    "The notification ObjectCreated:Put of bucket/a b was not taken: the function is broken. It is sent again at the next start.",
  );
  await first.stop();
  const second = await started({ folder: first.folder });
  await until(() => second.records.length === 2);
  expect(second.records.map(({ eventName }) => eventName)).toEqual(["ObjectCreated:Put", "ObjectRemoved:Delete"]);
  // The object is not made again.
  expect((await second.client.send(new ListObjectsV2Command({ Bucket }))).Contents).toBeUndefined();
  await second.stop();
  expect((await started({ folder: first.folder })).records).toEqual([]);
});

test("many writers of one key leave one of their objects whole, and each change is told with a growing sequencer", async () => {
  const { client, records } = await started({ now: () => 1_800_000_000_000 });
  const bodies = Array.from({ length: 30 }, (_, i) => String(i).repeat(1 + i * 1000));
  await Promise.all(bodies.map((Body) => client.send(new PutObjectCommand({ Bucket, Key: "a", Body }))));
  await Promise.all(
    bodies.map((_, i) => client.send(new CopyObjectCommand({ Bucket, Key: `${i % 3}`, CopySource: "bucket/a" }))),
  );
  const text = await (await client.send(new GetObjectCommand({ Bucket, Key: "a" }))).Body?.transformToString();
  expect(bodies).toContain(text);
  const sequencers = records.map(({ s3 }) => s3.object.sequencer ?? "");
  expect(sequencers).toHaveLength(60);
  expect(sequencers).toEqual([...new Set(sequencers)].sort());
});

test("sequencers grow after a restart with a clock that went back", async () => {
  const first = await started({ now: () => 1_800_000_000_000 });
  await first.client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "1" }));
  await first.client.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
  await first.stop();
  const second = await started({ folder: first.folder, now: () => 1_700_000_000_000 });
  await second.client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "1" }));
  const [before, after] = [first.records.at(-1), second.records[0]].map((record) => record?.s3.object.sequencer ?? "");
  expect(before?.length).toBe(after?.length);
  expect((after ?? "") > (before ?? "")).toBe(true);
});

test.each(["meta", "pending"])("a file in %s that cannot be read is named, with what to do", async (folder) => {
  const first = await started({ notify: () => Promise.reject(new Error("the function is broken")) });
  await first.client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "1" }));
  await first.stop();
  const [name = ""] = await readdir(join(first.folder, ".s3", Bucket, folder));
  const path = join(first.folder, ".s3", Bucket, folder, name);
  await writeFile(path, "");
  await expect(started({ folder: first.folder })).rejects.toThrow(
    `The file ${path} of the local S3 cannot be read. Delete it`,
  );
  await rm(path);
  const { client } = await started({ folder: first.folder });
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: "a" }));
  expect(await Body?.transformToString()).toBe("1");
});
