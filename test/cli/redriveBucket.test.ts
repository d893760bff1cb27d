import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { contextOf } from "../../src/local/context.ts";
import { fixture } from "../../src/local/fixture.ts";
import { startS3 } from "../../src/local/s3/startS3.ts";
import { newWorld, readAll, type World } from "../world.ts";
import { startAws } from "./aws.ts";
import { cli, objectsIn } from "./cli.ts";

const BUCKET = "failed-batches";
const KEY = "aws/lambda/1a2b/shardId-000000000000/2026/03/01/2026-03-01T00.00.00-9d8c";
const functionArn = contextOf("s3").invokedFunctionArn;
let world: World;

const aws = await startAws(() => ({
  outputs: { ApiUrl: "https://api" },
  lambda: async (_, path, body) => {
    if (path.endsWith("/event-source-mappings"))
      return {
        body: {
          EventSourceMappings: [{ DestinationConfig: { OnFailure: { Destination: `arn:aws:s3:::${BUCKET}` } } }],
        },
      };
    if (path.endsWith("/configuration"))
      return { body: { Environment: { Variables: { TABLE_NAME: world.table.name } } } };
    if (path.endsWith("/invocations")) return { body: await world.s3(JSON.parse(body), contextOf("s3")) };
    return { status: 404, body: {} };
  },
}));
const folder = mkdtempSync(join(tmpdir(), "redrive-"));
const s3 = await startS3({ folder, buckets: [{ name: BUCKET }], notify: async () => {}, say: () => {} });
const client = new S3Client({ endpoint: s3.url, forcePathStyle: true });
const put = (Key: string, Body: string) => client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
const keys = async () =>
  ((await client.send(new ListObjectsV2Command({ Bucket: BUCKET }))).Contents ?? []).map(({ Key }) => Key);

afterAll(async () => {
  aws.server.close();
  await s3.stop();
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

beforeEach(async () => {
  world = await newWorld();
  for (const service of ["CLOUDFORMATION", "LAMBDA"]) vi.stubEnv(`AWS_ENDPOINT_URL_${service}`, aws.url);
  vi.stubEnv("AWS_ENDPOINT_URL_S3", s3.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
  const requestContext = { requestId: "r", functionArn, condition: "RetryAttemptsExhausted" };
  await put(KEY, JSON.stringify({ requestContext, payload: JSON.stringify(fixture("s3-many")) }));
});

const redrive = (...args: readonly string[]) => cli(["redrive", "--region", "eu-central-1", ...args]);

test("a failed batch in a bucket is sent to its function again, and its object is deleted when the log has all records", async () => {
  const forecast = await redrive("--bucket", BUCKET);
  const record = { function: "s3", requestId: "r", before: "missing", subject: expect.any(String) };
  expect(objectsIn(forecast.out)).toMatchObject(Array(3).fill({ status: "waiting", ...record }));
  expect([await keys(), (await readAll(world.logs, "/logs")).length]).toEqual([[KEY], 0]);

  const done = await redrive("--bucket", BUCKET, "--yes");
  expect(objectsIn(done.out)).toMatchObject(Array(3).fill({ status: "redriven", ...record }));
  expect([await keys(), (await readAll(world.logs, "/logs")).length]).toEqual([[], 3]);
  expect(await redrive("--bucket", BUCKET)).toMatchObject({ out: "", code: 0 });
});

test("an object that is no failed batch stays, and the command fails", async () => {
  await put("aws/lambda/readme.txt", "hello");
  const { out, code } = await redrive("--bucket", BUCKET, "--prefix", "aws/lambda/readme", "--yes");
  expect(objectsIn(out)).toMatchObject([{ status: "unreadable" }]);
  expect(code).toBe(1);
  expect(await keys()).toEqual([KEY, "aws/lambda/readme.txt"]);
});

test("a prefix without a bucket, and a stack without a failure queue, are told", async () => {
  expect(await redrive("--prefix", "aws/")).toMatchObject({ code: 2 });
  expect(await redrive("--stack", "log")).toMatchObject({ err: expect.stringContaining("give --queue"), code: 1 });
});
