import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ok } from "./ok.ts";
import { startLocal } from "./startLocal.ts";

// Runs the project that `tributary init` has written in the working directory, and sends it an event.

const URL = "http://127.0.0.1:8126";

const stop = await startLocal("npm", ["start", "--", "--memory", "--port", "8126"], URL);
try {
  const body = '{"type":"hello.world","subject":"first"}';
  const answer = await fetch(`${URL}/events`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  assert.equal(answer.status, 201, await answer.text());
  const { stdout } = await promisify(execFile)("node_modules/.bin/tributary", [
    "logs",
    "--url",
    URL,
    "--stream",
    "http",
  ]);
  const [entry, ...others] = stdout.trim().split("\n");
  assert.deepEqual(others, []);
  const { type, subject } = JSON.parse(entry ?? "");
  assert.deepEqual({ type, subject }, JSON.parse(body));
  ok("npm start runs it: an event is sent, and tributary logs prints it");
} finally {
  await stop();
}
