import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ok } from "../ok.ts";
import type { Caller } from "./caller.ts";
import { newCaller } from "./caller.ts";
import { flagsOf } from "./flagsOf.ts";
import type { Stack } from "./stack.ts";

const MAIN = fileURLToPath(new URL("../../../src/cli/main.ts", import.meta.url));
const FIXTURE = fileURLToPath(new URL("../../../events/s3-put.json", import.meta.url));
const run = promisify(execFile);

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly code?: number;
}

/** The real command, with the credentials of the caller; without one, with those of the environment. */
const tributary = (args: readonly string[], caller?: Caller): Promise<Ran> =>
  run(process.execPath, [MAIN, ...args], {
    env: {
      ...process.env,
      ...(caller && { AWS_ACCESS_KEY_ID: caller.keyId, AWS_SECRET_ACCESS_KEY: caller.secret }),
    },
  }).catch((error: Ran) => error);

const objectsIn = (text: string) =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** The command reads and writes a deployed log, with signed requests, and finds its functions, its queue and its table by the stack. */
export const command = async ({ outputs: { ApiId } }: Stack): Promise<void> => {
  const log = flagsOf(ApiId);
  const operator = await newCaller(`commander${Date.now()}`, `arn:aws:execute-api:*:*:${ApiId}/*`);

  const subject = `a b/ü+%&= ${Date.now()}`;
  const sent = await tributary(
    ["send", "--type", "command.tried", "--subject", subject, "--field", "n=1", ...log],
    operator,
  );
  const [{ id }] = objectsIn(sent.stdout);
  const listed = await tributary(["logs", "--type", "command.*", "--subject", subject, ...log], operator);
  assert.deepEqual(
    objectsIn(listed.stdout).map((entry) => entry.id),
    [id],
    `${sent.stderr}${listed.stderr}`,
  );
  const got = await tributary(["get", id, ...log], operator);
  assert.deepEqual(JSON.parse(got.stdout).data, { n: 1 });
  ok("tributary send, logs and get with signed requests");

  const reader = await newCaller(`commandReader${Date.now()}`, `arn:aws:execute-api:*:*:${ApiId}/*/GET/logs*`);
  assert.equal((await tributary(["stats", ...log], reader)).stderr, "");
  const refused = await tributary(["rejected", ...log], reader);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^tributary: IAM does not allow GET \/rejected\/stats on /);
  ok("tributary rejected says which route IAM does not allow");

  const invoked = await tributary(["invoke", "S3Function", FIXTURE, "--stack", "tributary"]);
  assert.match(invoked.stdout, /"received":1/, invoked.stderr);
  const redriven = await tributary(["redrive", "--stack", "tributary"]);
  assert.match(redriven.stderr, /The failure queue is empty\n$/); // the SDK may warn of the queue's host in the emulator
  ok("tributary invoke and redrive find the function and the queue by the stack");

  const examined = await tributary(["doctor", "--stack", "tributary", ...log]);
  const findings = Object.groupBy(objectsIn(examined.stdout), ({ status }) => status);
  const checks = (status: string) => [...new Set((findings[status] ?? []).map(({ check }) => check))].sort();
  // The emulator has neither TTL nor point-in-time recovery, and the stack was deployed without a topic.
  assert.deepEqual(checks("ok"), ["bucket", "clock", "functions", "queue", "version"], examined.stdout);
  assert.deepEqual(checks("wrong"), ["alarms", "table"], examined.stdout);
  ok("tributary doctor checks the stack");
};
