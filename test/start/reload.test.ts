import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { bundle, type Change } from "../../src/local/functions/bundle.ts";
import { readProject } from "../../src/local/project/project.ts";
import { startHere } from "./here.ts";
import { startProcess } from "./process.ts";
import { newProject, oneFunction, put } from "./project.ts";

const code = (version: number | string) => `
import { text } from "./text.ts";
const kept = new Array(1_000_000).fill(${version});
export const handler = async () => ({ statusCode: 200, body: text + kept[0] });`;

test("npm run dev reloads a changed function and what it imports, and keeps the old code after an error", async () => {
  const folder = newProject({ ...oneFunction(code(0)), "src/handlers/text.ts": 'export const text = "a";' });
  const { url, printed, text } = await startHere(folder, "--memory", "--watch");
  const answer = async () => (await fetch(`${url}/x`)).text();
  expect(await answer()).toBe("a0");
  put(folder, "src/handlers/fn.ts", code(1));
  await expect.poll(answer, { timeout: 60_000 }).toBe("a1");
  put(folder, "src/handlers/fn.ts", "export const handler = (");
  await printed("The change has an error, so the old code goes on");
  expect(await answer()).toBe("a1");
  put(folder, "src/handlers/fn.ts", code(2));
  put(folder, "src/handlers/text.ts", 'export const text = "b";');
  await expect.poll(answer, { timeout: 60_000 }).toBe("b2");
  expect(text()).toContain("Reloaded: Fn");
});

test("the code of before stays for a while, because a copy that has just started may not have read it yet", async () => {
  const folder = newProject(oneFunction("export const handler = () => 1;"));
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { promise: changed, resolve: onChange } = Promise.withResolvers<Change>();
  const at = { url: "http://127.0.0.1", region: "eu-central-1" };
  const project = readProject(join(folder, "template.yaml"), at);
  const bundles = await bundle({ ...project, out: join(folder, "a", "b", "out"), onChange });
  onTestFinished(bundles.stop);
  const { file = "" } = bundles.of("Fn") ?? {};
  put(folder, "src/handlers/fn.ts", "export const handler = () => 2;");
  expect(await changed).toEqual({ changed: ["Fn"] });
  expect(existsSync(file)).toBe(true);
  vi.runAllTimers();
  expect(existsSync(file)).toBe(false);
});

test("100 reloads leave no copy and no memory behind", async () => {
  const folder = newProject({ ...oneFunction(code(0)), "src/handlers/text.ts": 'export const text = "a";' });
  const { url, child } = await startProcess(folder, "--memory", "--watch");
  const answer = async () => (await fetch(`${url}/x`)).text();
  const memoryMb = () => Number(execFileSync("ps", ["-o", "rss=", "-p", String(child.pid)])) / 1024;
  const reload = async (version: number) => {
    put(folder, "src/handlers/fn.ts", code(version));
    await expect.poll(answer, { timeout: 60_000, interval: 100 }).toBe(`a${version}`);
  };
  for (let version = 1; version <= 20; version += 1) await reload(version);
  const early = memoryMb();
  for (let version = 21; version <= 100; version += 1) await reload(version);
  const { functions } = JSON.parse(await (await fetch(`${url}/_local`)).text());
  expect(functions[0].copies).toBe(1);
  // Each version keeps 8 MB: if copies were left, 80 of them would have 640 MB.
  expect(memoryMb() - early).toBeLessThan(200);
}, 600_000);
