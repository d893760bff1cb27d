import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { functionBuild } from "../scripts/functionBuild.ts";
import { contextOf } from "../src/local/context.ts";
import { fixture } from "../src/local/fixture.ts";

const root = new URL("..", import.meta.url).pathname;

/** The files and packages of which the bundle of this code has a part, and its size in bytes. */
const bundle = async (contents: string) => {
  const { metafile } = await build({
    ...functionBuild,
    stdin: { contents, resolveDir: root },
    absWorkingDir: root,
    outfile: "function.cjs",
    write: false,
    metafile: true,
  });
  const outputs = Object.values(metafile.outputs);
  const inputs = outputs.flatMap(({ inputs }) => Object.entries(inputs));
  return {
    bytes: outputs.reduce((sum, { bytes }) => sum + bytes, 0),
    files: inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file),
  };
};

const WRITING =
  /^src\/(schemas|testing)\/|^src\/log\/(store|claims|operations|rejection|credentials)|^src\/middleware\/(journal|lanes|look|normalize|parse|respond|split|validate|countOutcomes|metrics|outcomes)|event-normalizer|http-json-body-parser/;
const READING =
  /^src\/(api|testing)\/|^src\/log\/(reader|sweep|walk|tail|window)|^src\/http\/(formats|gzip|etag|negotiate|spreadsheet)|^docs\/|croner|csv-stringify|negotiator/;

// V8 reads the whole file before it runs the first line. So a function must not become slower to start by what it does not use.
const LIMITS = { http: 508, s3: 505, schedule: 493, logs: 684 };

test("the patterns of this test name files", async () => {
  const { files } = await bundle(`export * from "./src/middleware/stack.ts"; export * from "./src/schemas/http.ts";`);
  for (const pattern of [WRITING, READING])
    for (const name of pattern.source
      .slice(1)
      .split("|")
      .filter((part) => !part.includes("(") && /^[\w-]+$/.test(part)))
      expect(
        files.filter((file) => file.includes(name)),
        name,
      ).not.toEqual([]);
});

describe.each(Object.entries(LIMITS))("the function %s", async (name, limit) => {
  const { bytes, files } = await bundle(`export { handler } from "./src/handlers/${name}.ts";`);

  test(`has at most ${limit} KB`, () => expect(bytes / 1024).toBeLessThanOrEqual(limit));

  test("makes no schema of a trigger that it does not have", () => {
    const kit = files.filter((file) => /^src\/schemas\/kit\/(http|s3)/.test(file));
    expect(kit.filter((file) => !file.startsWith(`src/schemas/kit/${name}`))).toEqual([]);
  });

  test(`has nothing of the ${name === "logs" ? "writing" : "reading"} side`, () =>
    expect(files.filter((file) => (name === "logs" ? WRITING : READING).test(file))).toEqual([]));
});

test("a function that writes an entry loads neither Node's fetch nor its web streams", async () => {
  const outdir = mkdtempSync(join(tmpdir(), "bundles-"));
  const server = createServer((request, response) => request.resume().on("end", () => response.end("{}")));
  onTestFinished(() => {
    server.close();
    rmSync(outdir, { recursive: true });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  await build({ ...functionBuild, absWorkingDir: root, entryPoints: ["src/handlers/s3.ts"], outdir });
  const code = `require("${outdir}/s3.cjs").handler(${JSON.stringify(fixture("s3-put"))}, {
    functionName: "f", awsRequestId: "id", invokedFunctionArn: "arn:aws:lambda:eu-central-1:111122223333:function:f", getRemainingTimeInMillis: () => 20_000,
  }).then(({ written }) => console.log(written, process.moduleLoadList.join()))`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--eval", code], {
    env: {
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "k",
      AWS_SECRET_ACCESS_KEY: "s",
      AWS_ENDPOINT_URL: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
      TABLE_NAME: "Table",
    },
  });
  expect(stdout).toMatch(/^1 .*NativeModule http,/);
  expect(stdout).not.toMatch(/undici|readablestream/);
});

test("the function that reads holds the OpenAPI document as a text", async () => {
  const { outputFiles } = await build({
    ...functionBuild,
    absWorkingDir: root,
    entryPoints: ["src/handlers/logs.ts"],
    outdir: "dist",
    write: false,
  });
  expect(outputFiles[0]?.text).toMatch(/=\s*JSON\.parse\(['"`]\{\\?"openapi/);
});

test("the stack trace of an error has the names of the source, and the line of an uncaught error can be read", async () => {
  const outdir = mkdtempSync(join(tmpdir(), "bundles-"));
  onTestFinished(() => rmSync(outdir, { recursive: true }));
  await build({ ...functionBuild, absWorkingDir: root, entryPoints: ["src/handlers/schedule.ts"], outdir });
  const file = join(outdir, "schedule.cjs");
  const { handler } = createRequire(import.meta.url)(file);
  vi.stubEnv("TABLE_NAME", undefined);
  const error: Error = await handler({}, contextOf("test")).catch((error: unknown) => error);
  expect(error.stack).toMatch(/^Error: The environment variable TABLE_NAME is not set\./);
  const frames = [...(error.stack ?? "").matchAll(/^ +at (?:async )?([\w.]+) \((.*):\d+:\d+\)$/gm)];
  expect(frames.filter(([, , at]) => at === file).map(([, name]) => name)).toEqual(
    expect.arrayContaining(["tableFrom", "runRequest"]),
  );
  const lengths = readFileSync(file, "utf8")
    .split("\n")
    .map(({ length }) => length);
  expect(Math.max(...lengths)).toBeLessThan(5_000);
});

// The work of another project may use a client with event streams, as those of S3 and Kinesis.
const forOthers = functionBuild.external.filter((name) => !name.endsWith("/event-streams"));

test.each(["docs/your-own-project.md", "examples/orders/template.yaml"])("%s leaves out the same packages", (file) => {
  const listed = [...readFileSync(join(root, file), "utf8").matchAll(/^ +- "(@[\w-]+\/[\w/-]+)"$/gm)];
  expect(listed.map(([, name]) => name)).toEqual(forOthers);
});

describe("a function of another project", () => {
  test("that reads has nothing of the writing side, although it takes the streams from the entry of the writing side", async () => {
    const { files } = await bundle(`
      import { defineStreams } from "./src/index.ts";
      import { readLog } from "./src/read.ts";
      export const handler = readLog(defineStreams({ orders: {} }));`);
    expect(files).toContain("src/log/reader.ts");
    expect(files.filter((file) => WRITING.test(file))).toEqual([]);
  });

  test("that writes has its own trigger, and nothing of the reading side or of the other triggers", async () => {
    const { files } = await bundle(`
      import { defineStreams, schedule, tributary } from "./src/index.ts";
      const { onEvent } = tributary(defineStreams({ firings: {} }));
      export const handler = onEvent(schedule("firings"));`);
    expect(files.filter((file) => READING.test(file))).toEqual([]);
    expect(files.filter((file) => /^src\/schemas\/\w+\.ts/.test(file))).toEqual(["src/schemas/schedule.ts"]);
  });
});
