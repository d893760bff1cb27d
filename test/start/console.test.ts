import { expect, test } from "vitest";
import { startHere } from "./here.ts";
import { newProject, oneFunction } from "./project.ts";

const ANSWER = "export const handler = async () => ({ statusCode: 200, body: 'the project' });";

test("the local stack serves the page of its log, which may run nothing else, and the rest is the project's", async () => {
  const { url } = await startHere(newProject(oneFunction(ANSWER)), "--memory");
  const page = await fetch(`${url}/_console`);
  expect(page.url).toBe(`${url}/_console/`);
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(page.headers.get("content-security-policy")).toContain(
    "default-src 'none'; script-src 'self'; style-src 'self';",
  );
  expect(page.headers.get("content-security-policy")).toContain("require-trusted-types-for 'script'");
  for (const [, file = ""] of (await page.text()).matchAll(/(?:href|src)="([^"]+)"/g))
    expect((await fetch(new URL(file, page.url))).status).toBe(200);

  const config = await (await fetch(`${url}/_console/config.json`)).json();
  expect(config).toMatchObject({ mode: "local", command: "npx tributary", flags: `--url ${url}`, url });

  const missing = await fetch(`${url}/_console/nothing.js`);
  expect([missing.status, await missing.json()]).toEqual([404, { message: "The console has no /_console/nothing.js" }]);
  expect(await (await fetch(`${url}/_consoles`)).text()).toBe("the project");
});
