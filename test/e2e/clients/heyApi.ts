import assert from "node:assert/strict";
import {
  countLog,
  type Entry,
  getLog,
  listLog,
  listLogHead,
  listRejected,
  type Problem,
  sendEvents,
} from "./generated/heyApi";
import { client } from "./generated/heyApi/client.gen";

// Uses the API at the URL given through the client that @hey-api/openapi-ts generates.

const [baseUrl = ""] = process.argv.slice(2);
client.setConfig({ baseUrl });

const sent = await sendEvents({ body: { type: "client.tried.too", subject: "é", data: { n: 1 } } });
assert.ok(sent.data && "id" in sent.data, JSON.stringify(sent.error));
const id: string = sent.data.id;

const entries: Entry[] = [];
for (let cursor: string | undefined, more = true; more; ) {
  const { data, error } = await listLog({
    query: { limit: 2, order: "asc", stream: ["s3", "http"], ...(cursor && { cursor }) },
  });
  if (error) throw new Error(error.title ?? "API Gateway refused it");
  entries.push(...data.entries);
  cursor = new URLSearchParams(data.next?.split("?")[1]).get("cursor") ?? undefined;
  more = cursor !== undefined;
}
assert.ok(entries.length > 2 && entries.some((entry) => entry.id === id));

const one = await getLog({ path: { id } });
assert.equal(one.data?.subject, "é");

const counts = await countLog({ query: { by: "week", type: ["client.tried.t*"] } });
assert.equal(counts.data?.buckets[0]?.counts[0]?.type, "client.tried.too");

const rejected = await listRejected();
assert.equal(rejected.data?.entries[0]?.data.reason, "schema");

const wrong = await listLog({ query: { limit: 1000 } });
assert.equal(wrong.error?.title, "Bad Request");
const nothing = await getLog({ path: { id: "nothing" } });
assert.equal(nothing.error?.title, "Not Found");
const refused = await sendEvents({ body: { type: "" } });
const problem: Problem | undefined = refused.error && "status" in refused.error ? refused.error : undefined;
assert.ok(problem?.instance?.startsWith("/rejected/"));

const head = await listLogHead();
assert.equal(head.response?.status, 200);
console.log(`ok   @hey-api/openapi-ts: ${entries.length} entries are read, and errors have titles`);
