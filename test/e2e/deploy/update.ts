import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { ok } from "../ok.ts";
import type { Api } from "./api.ts";
import { deploy, type Stack, stackOf } from "./stack.ts";

const DEPLOYED_IN_MS = 30_000;

/** Updates the stack with more shards, a retention, a reserved concurrency and other code. Every old entry stays, and new ones are added. */
export const update = async (stack: Stack, api: Api): Promise<void> => {
  const before = await api.readAll("/logs?limit=4");
  const rejected = await api.readAll("/rejected");

  const file = "dist/logs/logs.js";
  const code = readFileSync(file, "utf8");
  assert.ok(code.includes("There is no entry"));
  writeFileSync(file, code.replaceAll("There is no entry", "There is really no entry"));
  const step = new Date(Date.now() + DEPLOYED_IN_MS);
  const parameters = [
    ...[`Shards="1;${step.toISOString()}=4"`, "RetentionDays=30", `ScheduleExpression="rate(1 minute)"`],
    "ReaderConcurrency=50", // the emulator takes it and reserves nothing
  ];
  await deploy("tributary", "--parameter-overrides", ...parameters);
  assert.deepEqual((await stackOf("tributary")).outputs, stack.outputs);
  assert.match((await api.ask("GET", "/logs/none")).text, /There is really no entry/);
  ok("after the update, the new code runs at the same address with the same table");

  await setTimeout(step.getTime() - Date.now());
  const locations = [];
  for (let n = 0; n < 12; n += 1) {
    const { headers, text } = await api.post("application/json", { type: "after.update", subject: `${n}` });
    locations.push(headers["location"] ?? text);
  }
  const shards = new Set(locations.map((location) => location.split(".")[1]));
  assert.ok(shards.size > 1, locations.join(" "));
  const after = new Map((await api.readAll("/logs?limit=4")).map((entry) => [entry.id, entry]));
  for (const entry of before) assert.deepEqual(after.get(entry.id), entry);
  for (const location of locations) assert.ok(after.has(location.replace("/logs/", "")), location);
  assert.deepEqual(await api.readAll("/rejected"), rejected);
  ok(`after the update, all ${before.length} entries are there unchanged, and 12 new ones in ${shards.size} shards`);

  const old = { specversion: "1.0", id: "old", source: "/e2e", type: "com.example.old", time: "2020-01-01T00:00:00Z" };
  const refused = await api.post("application/cloudevents+json", old);
  assert.equal(refused.status, 400);
  assert.match(refused.text, /30 days/);
  ok("the new retention applies");
};
