import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { contextOf } from "../src/local/context.ts";
import { listening } from "../src/local/listening.ts";
import { bucketServices } from "../src/redrive/bucket.ts";
import { redrive } from "../src/redrive/redrive.ts";
import { s3 } from "../src/schemas/s3.ts";
import { sqsRecord } from "./messages.ts";
import { s3Record } from "./sent.ts";
import { streamFailure } from "./streamFailure.ts";
import { newWorld, readAll } from "./world.ts";

const BUCKET = "failures";
const HERE = `arn:aws:s3:::${BUCKET}`;
const arnOf = (name: string) => `arn:aws:lambda:eu-central-1:123456789012:function:${name}`;

/** The functions of this AWS: the destinations of their event sources, a page each, and that of their asynchronous events. */
const FUNCTIONS: Readonly<
  Record<string, { readonly table?: false; readonly sources?: readonly string[]; readonly onFailure?: string }>
> = {
  ours: { sources: ["arn:aws:sqs:eu-central-1:123456789012:failures", HERE] },
  asynchronous: { onFailure: HERE },
  strange: { table: false, sources: [HERE] },
  others: { sources: ["arn:aws:s3:::failures2", "arn:aws:sqs:eu-central-1:123456789012:failures"] },
  nobodys: {},
};

let world: Awaited<ReturnType<typeof newWorld>>;
let objects: Map<string, string>;
let asked: string[];
let isBroken: boolean;
/** Keys that are listed, but that another redrive has deleted. */
let gone: Set<string>;

const list = (query: URLSearchParams): string => {
  const [prefix = "", after = ""] = [query.get("prefix") ?? "", query.get("start-after") ?? ""];
  const keys = [...objects.keys(), ...gone]
    .toSorted()
    .filter((key) => key.startsWith(prefix) && key > after)
    .slice(0, Number(query.get("max-keys")));
  return `<ListBucketResult>${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("")}</ListBucketResult>`;
};

const lambda = async (name: string, what: string, event: unknown): Promise<object | undefined> => {
  const { table, onFailure } = FUNCTIONS[name] ?? {};
  if (what === "configuration")
    return { Environment: { Variables: table === false ? {} : { TABLE_NAME: world.table.name } } };
  if (what === "event-invoke-config")
    return onFailure === undefined ? undefined : { DestinationConfig: { OnFailure: { Destination: onFailure } } };
  const work = ({ key }: { key: string }) => {
    if (isBroken && key.startsWith("bad")) throw new Error("no luck");
  };
  return world.onEvent(s3("s3"), work)(event, { ...contextOf(name), invokedFunctionArn: arnOf(name) });
};

const sources = (query: URLSearchParams) => {
  const { sources = [] } = FUNCTIONS[query.get("FunctionName")?.split(":").at(-1) ?? ""] ?? {};
  const page = Number(query.get("Marker") ?? 0);
  return {
    EventSourceMappings: sources
      .slice(page, page + 1)
      .map((Destination) => ({ UUID: String(page), DestinationConfig: { OnFailure: { Destination } } })),
    ...(page + 1 < sources.length && { NextMarker: String(page + 1) }),
  };
};

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://aws");
  const path = decodeURIComponent(pathname);
  const body = await text(request);
  const key = path.slice(`/${BUCKET}/`.length);
  const [, name = "", what = ""] = /functions\/[^/]*:([^/:]+)\/([^/]+)$/.exec(path) ?? [];
  const answer = (status: number, content: string, headers = {}) =>
    void response.writeHead(status, headers).end(content);
  if (path.startsWith(`/${BUCKET}`)) {
    asked.push(`${request.method} ${key}`);
    if (searchParams.has("list-type")) return answer(200, list(searchParams), { "content-type": "application/xml" });
    if (request.method === "DELETE") return answer(objects.delete(key) ? 204 : 500, "");
    const object = gone.has(key) ? undefined : objects.get(key);
    return object === undefined ? answer(404, "<Error><Code>NoSuchKey</Code></Error>") : answer(200, object);
  }
  const isList = path.endsWith("/event-source-mappings");
  asked.push(isList ? `event-source-mappings` : `${what} ${name}`);
  try {
    const result = isList
      ? sources(searchParams)
      : await lambda(name, what, body === "" ? undefined : JSON.parse(body));
    if (result === undefined) return answer(404, "{}", { "x-amzn-errortype": "ResourceNotFoundException" });
    return answer(200, JSON.stringify(result));
  } catch (error) {
    return answer(200, JSON.stringify({ errorMessage: String(error) }), { "x-amz-function-error": "Unhandled" });
  }
});
const endpoint = await listening(server, 0);
afterAll(() => void server.close());

beforeEach(async () => {
  world = await newWorld();
  [objects, asked, isBroken, gone] = [new Map(), [], false, new Set()];
});

const messages = (...keys: readonly string[]) => ({
  Records: keys.map((key) => sqsRecord(`message of ${key}`, JSON.stringify({ Records: [s3Record({ key })] }))),
});

/** Lambda's record of a failed batch, in a bucket. */
const failed = (name: string, event: unknown) =>
  JSON.stringify({ ...streamFailure("KinesisBatchInfo", arnOf(name), STREAM), payload: JSON.stringify(event) });

const STREAM = "arn:aws:kinesis:eu-central-1:123456789012:stream/orders";
const SOURCE = "aws/lambda/b4d5e9f0-0d53-4d43-8c1c-6b8f3f0f2d11/shardId-000000000001/2026/03/01";
const keyOf = (second: number) =>
  `${SOURCE}/2026-03-01T00.00.${String(second).padStart(2, "0")}-9c0d3a52-6f54-4a8e-bb1b-6a1f5a3b7c2d`;

const drive = async (dry = false, options: { readonly prefix?: string } = {}) => {
  const settings = { credentials: { accessKeyId: "a", secretAccessKey: "s" }, region: "eu-central-1", endpoint };
  const clients = { s3: new S3Client({ ...settings, forcePathStyle: true }), lambda: new LambdaClient(settings) };
  const ended = await Array.fromAsync(redrive(bucketServices(BUCKET, { ...clients, ...options }), dry));
  return ended.map((one) => {
    if ("found" in one) return `${one.status} ${one.found.records}/${one.found.kept}`;
    return "error" in one ? `${one.status}: ${one.error}` : one.status;
  });
};
const subjects = async () => (await readAll(world.logs, "/logs")).map(({ subject }) => subject).toSorted();

describe("a redrive of a bucket", () => {
  test("sends each whole event to its function again, and deletes its object when the log has all records", async () => {
    objects.set(keyOf(1), failed("ours", messages("a", "b"))).set(keyOf(2), failed("ours", messages("c")));
    expect(await drive(true)).toEqual(["waiting 2/0", "waiting 1/0"]);
    expect(await subjects()).toEqual([]);
    expect(objects.size).toBe(2);
    expect(await drive()).toEqual(["redriven 2/0", "redriven 1/0"]);
    expect(objects.size).toBe(0);
    expect(await subjects()).toEqual(["a", "b", "c"]);
    expect(await drive()).toEqual([]);
  });

  test("leaves the object of a batch of which the function names a failure, and repairs the rest", async () => {
    isBroken = true;
    objects.set(keyOf(1), failed("ours", messages("a", "bad"))).set(keyOf(2), failed("ours", messages("c")));
    expect(await drive()).toEqual([
      "failing: The function could not keep 1 records of its batch. Its log says why",
      "redriven 1/0",
    ]);
    expect([...objects.keys()]).toEqual([keyOf(1)]);
    isBroken = false;
    expect(await drive()).toEqual(["redriven 2/1"]);
    expect(await subjects()).toEqual(["a", "bad", "c"]);
  });

  test("leaves the object of a batch if the function throws", async () => {
    isBroken = true;
    objects.set(keyOf(1), failed("ours", messages("bad")));
    expect(await drive()).toEqual([expect.stringMatching(/^failing: Unhandled: .*no luck/)]);
    expect(objects.size).toBe(1);
  });

  test("reads many objects, each once and in the order of their keys, and goes on after those that stay", async () => {
    isBroken = true;
    for (let second = 0; second < 25; second++)
      objects.set(keyOf(second), failed("ours", messages(second % 2 === 0 ? `bad${second}` : `ok${second}`)));
    expect((await drive()).filter((line) => line.startsWith("redriven"))).toHaveLength(12);
    expect(objects.size).toBe(13);
    const read = asked
      .filter((request) => request.startsWith("GET aws/"))
      .map((request) => request.slice("GET ".length));
    expect(read).toEqual(Array.from({ length: 25 }, (_, second) => keyOf(second)));
  });

  test("skips what another redrive has deleted", async () => {
    for (let second = 0; second < 12; second++) gone.add(keyOf(second));
    objects.set(keyOf(12), failed("ours", messages("a")));
    expect(await drive()).toEqual(["redriven 1/0"]);
  });

  test("reads only keys with the prefix: by default, what Lambda writes", async () => {
    objects.set("photos/a.jpg", "a photo").set(keyOf(1), failed("ours", messages("a")));
    objects.set("aws/lambda/other/1", failed("ours", messages("b")));
    expect(await drive(false, { prefix: "aws/lambda/other/" })).toEqual(["redriven 1/0"]);
    expect(await drive()).toEqual(["redriven 1/0"]);
    expect([...objects.keys()]).toEqual(["photos/a.jpg"]);
    expect(asked).not.toContain("GET photos/a.jpg");
  });

  test("reports an object that Lambda did not write, and leaves it there", async () => {
    objects.set("aws/lambda/x", "a text").set("aws/lambda/y", "{}").set("aws/lambda/z", "");
    expect((await drive()).map((line) => line.split(":")[0])).toEqual(["unreadable", "unreadable", "unreadable"]);
    expect(objects.size).toBe(3);
  });

  test("sends the failed asynchronous events of a bucket again, too", async () => {
    const { payload, KinesisBatchInfo, ...record } = JSON.parse(failed("asynchronous", {}));
    objects.set(
      "aws/lambda/async/S3/1",
      JSON.stringify({ ...record, requestPayload: { Records: [s3Record({ key: "a" })] } }),
    );
    expect(await drive()).toEqual(["redriven 1/0"]);
    expect(objects.size).toBe(0);
  });

  test.each(["others", "nobodys"])(
    "does not invoke a function whose failures do not go to the bucket: %s",
    async (name) => {
      objects.set(keyOf(1), failed(name, messages("a")));
      expect(await drive()).toEqual([expect.stringMatching(/^failing: .* do not go to this bucket/)]);
      expect(objects.size).toBe(1);
      expect(asked.filter((request) => request.endsWith(` ${name}`))).toEqual([`event-invoke-config ${name}`]);
    },
  );

  test("does not invoke a function that is not one of Tributary", async () => {
    objects.set(keyOf(1), failed("strange", messages("a")));
    expect(await drive()).toEqual([expect.stringMatching(/^failing: .*no function of Tributary/)]);
    expect(asked).not.toContain("invocations strange");
  });
});
