import assert from "node:assert/strict";
import { ok } from "../ok.ts";

// Sends requests to each route of the API that `sam local start-api` serves at the given URL.

const [api = ""] = process.argv.slice(2);

const ask = async (method: string, path: string, type?: string, body?: unknown) => {
  const response = await fetch(new URL(path, api), {
    method,
    ...(type !== undefined && { headers: { "content-type": type }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    location: response.headers.get("location") ?? "",
    body: text === "" ? undefined : JSON.parse(text),
  };
};

const post = (type: string, body: unknown) => ask("POST", "/events", type, body);
const cloudEvent = (id: string) => ({
  specversion: "1.0",
  id,
  source: "/e2e/local",
  type: "com.example.tried",
  data: { id },
});

const plain = await post("application/json", { type: "tried.plain", subject: "é", data: { big: 1e300 } });
assert.equal(plain.status, 201, JSON.stringify(plain));
const other = await post("application/json", { type: "tried.plain", subject: "other" });
assert.equal(other.status, 201);
assert.notEqual(other.location, plain.location);
ok("start-api: POST /events writes two events, though the emulator gives both one request id and time");

const entry = await ask("GET", plain.location);
assert.equal(entry.status, 200);
assert.deepEqual(entry.body.data, { big: 1e300 });
assert.equal(entry.body.subject, "é");
ok("start-api: GET /logs/{id} reads one of them");

const structured = "application/cloudevents+json";
assert.equal((await post(structured, cloudEvent("1"))).status, 201);
assert.equal((await post(structured, cloudEvent("1"))).status, 200);
ok("start-api: POST /events keeps a CloudEvent once");

const batch = await post("application/cloudevents-batch+json", [
  cloudEvent("1"),
  cloudEvent("2"),
  { ...cloudEvent("3"), source: "" },
]);
assert.equal(batch.status, 207);
assert.deepEqual(
  batch.body.map(({ status }: { status: number }) => status),
  [200, 201, 400],
);
ok("start-api: POST /events takes a batch, and rejects the bad one in it");

const rejected = await ask("GET", "/rejected?limit=1");
assert.equal(rejected.body.entries[0]?.data.reason, "schema");
assert.equal((await ask("GET", `/rejected/${rejected.body.entries[0].id}`)).status, 200);
assert.equal((await ask("GET", `/logs/${rejected.body.entries[0].id}`)).status, 404);
ok("start-api: GET /rejected and GET /rejected/{id} show the rejected event, and GET /logs/{id} does not");

const ids = new Set<string>();
let pages = 0;
for (let path: string | undefined = "/logs?limit=5"; path !== undefined; pages += 1) {
  const page = await ask("GET", path);
  assert.equal(page.status, 200, JSON.stringify(page.body));
  for (const { id, stream } of page.body.entries) {
    assert.ok(!ids.has(id), `The entry ${id} came twice`);
    assert.notEqual(stream, "rejected");
    ids.add(id);
  }
  path = page.body.next;
}
assert.ok(ids.has(entry.body.id) && pages > 1);
ok(`start-api: GET /logs gives ${ids.size} entries on ${pages} pages, and none of them twice`);

const { buckets } = (await ask("GET", "/logs/stats?by=day&order=asc")).body;
assert.ok(buckets.reduce((sum: number, { count }: { count: number }) => sum + count, 0) > 0);
assert.equal((await ask("GET", `/logs?around=${entry.body.id}`)).status, 200);
const followed = await ask("GET", "/logs?follow=-7d");
assert.equal((await ask("GET", followed.body.next)).status, 200);
ok("start-api: GET /logs/stats counts, and GET /logs shows the neighbors of an entry and follows");

assert.match((await ask("GET", "/openapi.json")).body.openapi, /^3\.1\./);
ok("start-api: GET /openapi.json describes the API");

assert.equal((await ask("HEAD", "/logs")).status, 200);
assert.deepEqual([(await ask("GET", "/nothing")).status, (await ask("DELETE", "/logs")).status], [404, 405]);
ok("start-api: HEAD /logs has no body, what no route takes is a 404 or a 405");

assert.equal((await ask("GET", "/logs?limit=0")).status, 400);
assert.equal((await post("text/plain", {})).status, 415);
ok("start-api: a wrong query is a 400, and a body that is not an event is a 415");
