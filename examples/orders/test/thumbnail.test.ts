import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { Jimp } from "jimp";
import { s3 } from "tributary";
import { fixturesIn, invoke, memoryLog } from "tributary/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { streams } from "../src/streams.ts";

const { put } = fixturesIn(new URL("../events/", import.meta.url), "images");

/** S3 with one object, or with an answer that is an error. Thumbnails go into `made`. */
const made: Buffer[] = [];
let object: { readonly status: number; readonly body: Buffer };
const storage = createServer(async (request, response) => {
  if (request.method === "PUT") made.push(await buffer(request));
  response.writeHead(request.method === "PUT" ? 200 : object.status).end(request.method === "PUT" ? "" : object.body);
});
const error = (code: string) => Buffer.from(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);

beforeAll(async () => {
  await once(storage.listen(0, "127.0.0.1"), "listening");
  process.env["AWS_ENDPOINT_URL_S3"] = `http://127.0.0.1:${(storage.address() as AddressInfo).port}`;
  Object.assign(process.env, { AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret" });
  process.env["THUMBNAILS"] = "thumbnails";
});
afterAll(() => storage.close());

/** The log after an upload. */
const upload = async (status: number, body: Buffer) => {
  object = { status, body };
  const { thumbnail } = await import("../src/thumbnail.ts"); // after the variables above are set
  const log = memoryLog(streams);
  await invoke(log.onEvent(s3("images"), thumbnail), put);
  return log.entries();
};

test("an image gets a thumbnail, and the log keeps its size", async () => {
  const image = await new Jimp({ width: 400, height: 300 }).getBuffer("image/png");
  const [entry] = await upload(200, image);
  expect(JSON.parse(String(entry?.["result"]))).toMatchObject({ width: 200, height: 150 });
  expect(made).toHaveLength(1);
});

test.each([
  ["that is no image", 200, Buffer.from("hello"), "no image"],
  ["that is empty", 200, Buffer.alloc(0), "no image"],
  ["that is deleted by then", 404, error("NoSuchKey"), "the object is gone"],
  ["whose version is deleted by then", 404, error("NoSuchVersion"), "the object is gone"],
])("an upload %s is in the log without a thumbnail", async (_, status, body, reason) => {
  expect(await upload(status, body)).toMatchObject([
    { stream: "images", result: JSON.stringify({ thumbnail: false, reason }) },
  ]);
});

test("an object that may not be read is delivered again, and is not in the log", async () => {
  await expect(upload(403, error("AccessDenied"))).rejects.toThrow("AccessDenied");
});
