import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { onTestFinished, vi } from "vitest";
import type { S3Record } from "../../../src/local/s3/notification/record.ts";
import { type S3Settings, startS3 } from "../../../src/local/s3/startS3.ts";

/** Waits until something is true. */
export const until = (check: () => unknown) =>
  vi.waitFor(async () => expectTrue(await check()), { timeout: 60_000, interval: 20 });

const expectTrue = (value: unknown): void => {
  if (!value) throw new Error("It is not true yet");
};

/** Starts a local S3 with the buckets `bucket` and `versioned` for one test. */
export const started = async (settings: Partial<S3Settings> = {}) => {
  const folder = settings.folder ?? (await mkdtemp(join(tmpdir(), "s3-")));
  const records: S3Record[] = [];
  const said: string[] = [];
  const s3 = await startS3({
    folder,
    buckets: [{ name: "bucket" }, { name: "versioned", isVersioned: true }],
    notify: (_, record) => void records.push(record),
    say: (sentence) => void said.push(sentence),
    settleMs: 100,
    ...settings,
  });
  onTestFinished(s3.stop);
  return { ...s3, folder, records, said, client: clientOf(s3.url) };
};

/** A client as an application has it: with all defaults of the SDK. */
export const clientOf = (endpoint: string, more: S3ClientConfig = {}) => {
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
  return new S3Client({ endpoint, region: "eu-central-1", credentials, ...more });
};

/** The records in short: the event's name and the key. */
export const short = (records: readonly S3Record[]): readonly string[] =>
  records.map(({ eventName, s3 }) => `${eventName} ${s3.object.key}`);
