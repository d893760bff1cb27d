import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const bench = (...args: readonly string[]) =>
  spawnSync(process.execPath, ["bench/run/main.ts", ...args], { encoding: "utf8" });

test("npm run bench says which measurements there are, if it is asked for another one", () => {
  const before = readFileSync("bench/results.json", "utf8");
  const { status, stderr, stdout } = bench("hot");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^There is no measurement "hot"\.\n\nnpm run bench /);
  expect(stderr).toContain("The measurements are cold, warm, ");
  expect(readFileSync("bench/results.json", "utf8")).toBe(before);
});
