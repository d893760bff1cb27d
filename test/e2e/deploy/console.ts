import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { startChromium } from "../chromium.ts";
import { ok } from "../ok.ts";
import type { Api } from "./api.ts";
import { newCaller } from "./caller.ts";
import { flagsOf } from "./flagsOf.ts";
import type { Stack } from "./stack.ts";

const MAIN = fileURLToPath(new URL("../../../src/cli/main.ts", import.meta.url));

/** The console of the deployed log, in Chromium, with the rights of somebody who may read the log and not the rejections. */
export const consoleOf = async ({ outputs: { ApiId } }: Stack, api: Api): Promise<void> => {
  const subject = `console ${Date.now()}`;
  const { headers } = await api.post("application/json", {
    type: "console.tried",
    subject,
    data: { shown: "in the page" },
  });
  const id = headers["location"]?.replace("/logs/", "") ?? "";

  const log = flagsOf(ApiId);
  const { keyId, secret } = await newCaller(
    `consoleReader${Date.now()}`,
    `arn:aws:execute-api:*:*:${ApiId}/*/GET/logs*`,
  );
  const command = spawn(process.execPath, [MAIN, "open", id, "--stack", "tributary", ...log], {
    env: { ...process.env, AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secret },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const chromium = await startChromium();
  const stranger = createServer(
    (_, response) => void response.setHeader("content-type", "text/html").end("<p>hostile"),
  );
  stranger.listen(0, "127.0.0.1");
  try {
    const address = String((await once(command.stdout, "data"))[0]).trim();
    const { origin, searchParams, hash } = new URL(address);
    assert.deepEqual(Object.fromEntries(searchParams), {
      ...{ stack: "tributary", region: process.env["AWS_REGION"], entry: id },
    });
    const token = hash.replace("#token=", "");
    const page = await chromium.newPage();
    await page.goto(address);
    await page.getByText(subject).first().waitFor();
    await page.getByText("in the page").first().waitFor();
    assert.ok(!page.url().includes(token), page.url());
    ok("tributary open: the page shows an entry of the deployed log through the proxy, and its address has no token");

    await page.goto(`${origin}/_console/?view=log&type=console.tried`);
    await page.getByText(subject).first().waitFor();
    ok("tributary console: the page lists the entry");

    const asked = (path: string, sent: Record<string, string>) =>
      page.evaluate(async ([url, headers]) => (await fetch(url, { headers })).status, [path, sent] as const);
    assert.equal(await asked("/rejected", { "x-tributary-token": token }), 403);
    assert.equal(await asked("/logs", {}), 401);
    ok("tributary console: IAM decides what the page may read, and without the token it may read nothing");

    const { port: own } = stranger.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${own}/`);
    const statuses: number[] = [];
    page.on("response", (response) => void (response.url().startsWith(origin) && statuses.push(response.status())));
    const stolen = await page.evaluate(
      async ([url, secret]) => {
        const read = (init: RequestInit) =>
          fetch(`${url}/logs`, init).then(
            (answer) => answer.text(),
            () => "",
          );
        return [await read({ headers: { "x-tributary-token": secret } }), await read({ mode: "no-cors" })];
      },
      [origin, token] as const,
    );
    assert.deepEqual(stolen, ["", ""]);
    assert.ok(statuses.length > 0 && statuses.every((status) => status === 403), String(statuses));
    ok("tributary console: the page of another origin is refused, even with the token");
  } finally {
    await chromium.close();
    stranger.close();
    command.kill("SIGINT");
  }
  assert.deepEqual(await once(command, "close"), [0, null]);
  ok("tributary console: Ctrl-C ends it with 0");
};
