import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { listening } from "../../src/local/listening.ts";
import { deliver, newWorld } from "../world.ts";
import { cli } from "./cli.ts";

const FIXTURE = fileURLToPath(new URL("../../events/s3-put.json", import.meta.url));
const world = await newWorld();
let received: string[];

// The local stack has Lambda's API Invoke: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
const server = createServer(async (request, response) => {
  const body = await text(request);
  received.push(`${request.method} ${request.url} ${body}`);
  const [, name] = /^\/2015-03-31\/functions\/(\w+)\/invocations/.exec(request.url ?? "") ?? [];
  if (name === undefined)
    return void response
      .writeHead(404, { "x-amzn-errortype": "ResourceNotFoundException" })
      .end('{"message":"Function not found: nothing"}');
  try {
    response.end(JSON.stringify(await deliver(world.s3, JSON.parse(body))));
  } catch (thrown) {
    const error = z.instanceof(Error).parse(thrown);
    response
      .setHeader("x-amz-function-error", "Unhandled")
      .end(JSON.stringify({ errorType: error.name, errorMessage: error.message }));
  }
});
const url = await listening(server, 0);
afterAll(() => void server.close());
beforeEach(() => {
  received = [];
});

const invoke = (args: readonly string[], input = "") => cli(["invoke", ...args, "--url", url], { input });

test("invoke gives a fixture to a function of the local stack, and prints the answer", async () => {
  const { out, code } = await invoke(["S3Function", FIXTURE]);
  expect([JSON.parse(out), code]).toMatchObject([{ written: 1 }, 0]);
  expect(received[0]).toMatch(/^POST \/2015-03-31\/functions\/S3Function\/invocations \{\s+"Records"/);
});

test("the event on stdin reaches the function exactly as it is written", async () => {
  await invoke(["S3Function", "-"], '{"Records":[{"n":12345678901234567890}]}');
  expect(received[0]).toContain('{"Records":[{"n":12345678901234567890}]}');
});

test("a function that fails, a function that is not there, and a file that is no JSON are told", async () => {
  const thrown = () => Promise.reject(new Error("no table"));
  const { s3 } = world;
  world.s3 = thrown;
  expect((await invoke(["S3Function", FIXTURE])).err).toBe("tributary: S3Function failed: Error: no table\n");
  world.s3 = s3;
  const missing = await invoke(["no-thing", FIXTURE]);
  expect([missing.err, missing.code]).toEqual([
    "tributary: no-thing could not be invoked: Function not found: nothing\n",
    1,
  ]);
  expect((await invoke(["S3Function", "-"], "{")).err).toMatch(/^tributary: stdin is no JSON: /);
  expect((await invoke(["S3Function", "/nowhere.json"])).err).toMatch(
    /^tributary: \/nowhere\.json cannot be read: ENOENT/,
  );
});
