import { build } from "esbuild";
import { describe, expect, test } from "vitest";

/** The files and packages of which the bundle of this code has a part, and its size in bytes. */
const bundle = async (contents: string) => {
  const { metafile } = await build({
    stdin: { contents, resolveDir: new URL("..", import.meta.url).pathname },
    absWorkingDir: new URL("..", import.meta.url).pathname,
    outfile: "function.mjs",
    write: false,
    metafile: true,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
  });
  const outputs = Object.values(metafile.outputs);
  const inputs = outputs.flatMap(({ inputs }) => Object.entries(inputs));
  return {
    bytes: outputs.reduce((sum, { bytes }) => sum + bytes, 0),
    files: inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file),
  };
};

const WRITING =
  /^src\/(schemas|testing)\/|^src\/log\/(store|claims|operations|rejection|credentials)|^src\/middleware\/(journal|lanes|look|normalize|parse|respond|split|validate|countOutcomes)|powertools|event-normalizer|http-json-body-parser/;
const READING =
  /^src\/(api|testing)\/|^src\/log\/(reader|sweep|walk|tail|window)|^src\/http\/(formats|gzip|etag|negotiate|spreadsheet)|^docs\/|croner|csv-stringify|negotiator/;

// The sizes in KB before the triggers became factories. A function must not become slower to start by what it does not use.
const LIMITS = { http: 1_220, s3: 1_213, schedule: 1_203, logs: 1_551 };

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

  test(`has nothing of the ${name === "logs" ? "writing" : "reading"} side`, () =>
    expect(files.filter((file) => (name === "logs" ? WRITING : READING).test(file))).toEqual([]));
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
