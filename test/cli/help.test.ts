import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { helpPage } from "../../scripts/helpPage.ts";
import { cli } from "./cli.ts";

const page = readFileSync(new URL("../../docs/command.md", import.meta.url), "utf8");
const commands = [...page.matchAll(/^## (\S+)$/gm)].map(([, name = ""]) => name);

test("docs/command.md is what the help of every command prints", async () => {
  expect(page, "run: npm run help").toBe(await helpPage());
  const { out, code } = await cli([]);
  expect([out, code]).toEqual([(await cli(["--help"])).out, 0]);
  expect(commands.length).toBeGreaterThan(10);
});

test.each(commands)("the help of %s has examples, and every flag of an example exists", async (name) => {
  const { out } = await cli([name, "--help"]);
  const [, examplesText = ""] = out.split("\nEXAMPLES\n");
  const examples = [...(examplesText.split("\n\n")[0] ?? "").matchAll(/^ {2}.*?tributary (\S+)(.*)$/gm)];
  expect(examples.length).toBeGreaterThan(1);
  for (const [line, command = "", rest = ""] of examples.filter(([, command = ""]) => commands.includes(command))) {
    const help = (await cli([command, "--help"])).out;
    const flags = [...(rest.split(" | ")[0]?.matchAll(/ (--[a-z-]+)/g) ?? [])].map(([, flag]) => flag);
    for (const flag of flags) expect(help, line).toContain(flag);
  }
});

test("--version prints the version of the package", async () => {
  expect((await cli(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});
