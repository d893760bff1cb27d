import assert from "node:assert/strict";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ok } from "../ok.ts";
import { until } from "../until.ts";
import type { Api } from "./api.ts";
import type { Stack } from "./stack.ts";

const keys = ["plain.txt", "with space.txt", "a+b.txt", "100%.txt", "%2B.txt", "ünï/日本.txt", "a b+c%20d&e=f;g.txt"];

/** Each change of an object becomes one entry, with the decoded key. */
export const uploads = async (stack: Stack, api: Api): Promise<void> => {
  const s3 = new S3Client({ forcePathStyle: true }); // because a bucket has no host name in the emulator
  const Bucket = stack.outputs.BucketName;
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "plain.txt" }));
  const changes = await until("entry for each change", async () => {
    const entries = await api.readAll("/logs?limit=3&order=asc&stream=s3");
    return entries.length > keys.length ? entries : undefined;
  });
  const created = changes
    .filter(({ type }) => type === "com.amazonaws.s3.ObjectCreated:Put")
    .map(({ subject }) => subject);
  assert.deepEqual(created.sort(), [...keys].sort());
  const removed = changes
    .filter(({ type }) => type === "com.amazonaws.s3.ObjectRemoved:Delete")
    .map(({ subject }) => subject);
  assert.deepEqual(removed, ["plain.txt"]);
  assert.equal(changes.length, keys.length + 1);
  ok(`S3: ${keys.length} uploads and a removal are logged once each, with decoded keys: ${keys.join(" | ")}`);
  const history = await api.readAll(`/logs?stream=s3&subject=${encodeURIComponent("a b+c%20d&e=f;g.txt")}`);
  assert.equal(history.length, 1);
  ok("S3: the subject gives the history of one key");
};
