import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cli } from "./cli.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const has = (shell: string) => spawnSync(shell, ["-c", "true"]).status === 0;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "completion-"));
  writeFileSync(join(folder, "tributary"), `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(join(folder, "tributary"), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

const proposed = async (...words: string[]) =>
  (await cli(["__complete", ...words])).out
    .split("\n")
    .map((line) => line.split("\t")[0])
    .filter((word) => word !== "");

test("the command proposes what fits as the last word: commands, flags, values", async () => {
  expect(await proposed("st")).toEqual(["start", "stats"]);
  expect(await proposed("re")).toEqual(expect.arrayContaining(["rejected"]));
  expect(await proposed("logs", "--sin")).toEqual(["--since"]);
  expect(await proposed("logs", "--since", "1h", "--subject-")).toEqual(["--subject-prefix"]);
  expect(await proposed("export", "--format", "c")).toEqual(["csv", "cloudevents"]);
  expect(await proposed("completion", "f")).toEqual(["fish"]);
  expect(await proposed("open")).toEqual(["open"]);
  expect(await proposed("console", "--por")).toEqual(["--port"]);
  expect(await proposed("nothing", "")).toEqual([]);
});

test("a script is there for bash, zsh and fish, and for no other shell", async () => {
  for (const shell of ["bash", "zsh", "fish"])
    expect((await cli(["completion", shell])).out).toContain("tributary __complete");
  expect(await cli(["completion", "tcsh"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("Expected bash, zsh or fish"),
  });
});

/** What each shell proposes for the last one of these words. */
const asked: Readonly<Record<string, (words: readonly string[]) => string>> = {
  bash: (words) =>
    `source <(tributary completion bash); COMP_WORDS=(tributary ${words.join(" ")}); COMP_CWORD=${words.length}; _tributary; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (words) =>
    `compdef() { :; }; _describe() { print -rl -- "\${(@P)2}"; }; source <(tributary completion zsh); words=(tributary ${words.join(" ")}); CURRENT=${words.length + 1}; _tributary`,
  fish: (words) => `tributary completion fish | source; complete -C 'tributary ${words.join(" ")}'`,
};

describe.each(Object.keys(asked).filter(has))("in %s", (shell) => {
  test("the script proposes commands and flags", () => {
    const run = (...words: string[]) => {
      const { stdout, stderr } = spawnSync(shell, ["-c", asked[shell]?.(words) ?? ""], {
        encoding: "utf8",
        env: { PATH: `${folder}:${process.env["PATH"]}`, HOME: folder },
      });
      expect(stderr).toBe("");
      return stdout
        .split("\n")
        .map((line) => line.split(/[\t:]/)[0])
        .filter((word) => word !== "");
    };
    expect(run("hist")).toEqual(["history"]);
    expect(run("logs", "--until")).toEqual(["--until"]);
  });
});
