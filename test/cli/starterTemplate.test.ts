import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";
import { readTemplate } from "../../src/local/template.ts";
import { parseTemplate } from "../template/template.ts";

// The template that `tributary init` writes is written by hand. What the code relies on must be as in template.yaml.

const STARTER = new URL("../../examples/starter/", import.meta.url);
const textOf = (path: string) => readFileSync(new URL(path, STARTER), "utf8");
const { Outputs } = z
  .object({ Outputs: z.record(z.string(), z.unknown()) })
  .parse(parseTemplate(textOf("template.yaml")));
const [ours, starter] = [readTemplate(), readTemplate(new URL("template.yaml", STARTER))];

test("the new project has the table and the routes of this one", () => {
  expect(starter.table).toEqual(ours.table);
  const routesOf = ({ routes }: typeof ours) => routes.map(({ method, path }) => `${method} ${path}`).sort();
  expect(routesOf(starter)).toEqual(routesOf(ours));
});

test("the new project has the outputs that --stack reads", () => {
  expect(Object.keys(Outputs).sort()).toEqual(["ApiId", "ApiUrl", "BucketName", "FailureQueueUrl", "TableName"]);
});

test("every alarm over the streams of the new project counts each of them", () => {
  const streams = [...textOf("src/streams.ts").matchAll(/^ {2}(\w+): \{/gm)].map(([, name]) => name);
  const sums = [...textOf("template.yaml").matchAll(/Expression: "(FILL.*)"/g)]
    .map(([, sum]) => sum)
    .filter((sum) => !sum?.includes("logs")); // a sum over the functions
  expect(streams.length).toBeGreaterThan(1);
  expect(sums).toEqual(Array(3).fill(streams.map((name) => `FILL(${name},0)`).join(" + ")));
});
