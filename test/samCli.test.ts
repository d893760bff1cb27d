import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const text = (file: string) => readFileSync(join(root, file), "utf8");
const requirement = text("requirements.txt").trim();

/** Runs test/e2e/samVersion.sh with a `sam` that prints this version. */
const checkWith = (version: string) => {
  const bin = mkdtempSync(join(tmpdir(), "sam-"));
  onTestFinished(() => rmSync(bin, { recursive: true }));
  writeFileSync(join(bin, "sam"), `#!/bin/sh\necho "SAM CLI, version ${version}"\n`, { mode: 0o755 });
  const env = { ...process.env, PATH: `${bin}:${process.env["PATH"]}` };
  const { status, stderr } = spawnSync(join(root, "test/e2e/samVersion.sh"), { env, encoding: "utf8" });
  return { status, stderr };
};

test("requirements.txt pins the SAM CLI in one line that pipx accepts", () => {
  expect(requirement).toMatch(/^aws-sam-cli==\d+\.\d+\.\d+$/);
  expect(text("README.md")).toContain('pipx install "$(cat requirements.txt)"');
});

test("the end-to-end suites run only with the pinned version, and otherwise print both versions", () => {
  const pinned = requirement.replace("aws-sam-cli==", "");
  expect(checkWith(pinned)).toEqual({ status: 0, stderr: "" });
  const { status, stderr } = checkWith(`${pinned}1`);
  expect(status).toBe(1);
  expect(stderr).toContain(`pins SAM CLI ${pinned}, but \`sam --version\` prints "SAM CLI, version ${pinned}1"`);
});

const USES_SAM = /\bsam (build|deploy|validate|local)\b/;

/** A script of test/e2e with the text of the files that it reads by `.` in their place. */
const script = (file: string): string =>
  text(file).replace(/^\. (test\/e2e\/\S+)$/gm, (_, sourced: string) => text(sourced));

const suites = readdirSync(join(root, "test/e2e"))
  .filter((file) => file.endsWith(".sh"))
  .map((file) => `test/e2e/${file}`)
  .filter((file) => USES_SAM.test(script(file)));

test.each(suites)("%s checks the version before it uses the SAM CLI", (file) => {
  const [before = "", after] = script(file).split("\ntest/e2e/samVersion.sh\n");
  expect(after).toMatch(USES_SAM);
  expect(before).not.toMatch(/^ *(quietly )?(sam|python|cfn-lint) /m);
});

test("some end-to-end suites use the SAM CLI", () => expect(suites.length).toBeGreaterThan(0));
