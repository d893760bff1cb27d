import assert from "node:assert/strict";
import { ok } from "../ok.ts";
import type { Api } from "./api.ts";
import type { Stack } from "./stack.ts";

/** Each posted event becomes one entry, however often it is sent. */
export const calls = async (stack: Stack, api: Api): Promise<void> => {
  const plain = await api.post("application/json", { type: "order.placed", subject: "order 7", data: { sum: 12.5 } });
  assert.equal(plain.status, 201, plain.text);
  const read = await api.ask("GET", plain.headers["location"] ?? "");
  assert.equal(read.status, 200);
  assert.deepEqual(JSON.parse(read.text).data, { sum: 12.5 });
  assert.match(JSON.parse(read.text).source, new RegExp(`^arn:aws:execute-api:.*:${stack.outputs.ApiId}/`));
  ok("HTTP: a posted event can be read at its Location");

  const event = {
    specversion: "1.0",
    id: "e2e-1",
    source: "/e2e",
    type: "com.example.tried",
    time: new Date().toISOString(),
    data: "é",
  };
  const statuses = [];
  for (let n = 0; n < 2; n += 1) statuses.push((await api.post("application/cloudevents+json", event)).status);
  assert.deepEqual(statuses, [201, 200]);
  const binary = await api.post(
    "application/json",
    "é",
    "ce-specversion: 1.0",
    "ce-id: e2e-1",
    "ce-source: /e2e",
    "ce-type: com.example.tried",
    `ce-time: ${event.time}`,
  );
  assert.equal(binary.status, 200, binary.text);
  ok("HTTP: a CloudEvent sent three times, in two modes, is one entry");
  for (const expected of [201, 200]) {
    const keyed = await api.post("application/json", { type: "order.paid" }, "idempotency-key: e2e-key");
    assert.equal(keyed.status, expected, keyed.text);
  }
  assert.equal((await api.post("application/json", { type: "order.unpaid" }, "idempotency-key: e2e-key")).status, 422);
  ok("HTTP: two calls with one Idempotency-Key are one entry, and another body is a 422");

  const bad = await api.post("application/json", { type: "" });
  assert.equal(bad.status, 400);
  assert.equal((await api.ask("GET", JSON.parse(bad.text).instance)).status, 200);
  ok("HTTP: a bad event is a 400, and is kept as a rejection");
};
