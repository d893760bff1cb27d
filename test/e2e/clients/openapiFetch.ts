import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/schema";

// Uses the API at the URL given through openapi-fetch. The media types say that lists are wanted as JSON.

const [baseUrl = ""] = process.argv.slice(2);
const client = createClient<paths, "application/json" | "application/problem+json">({ baseUrl });

const sent = await client.POST("/events", { body: { type: "client.tried", subject: "é", data: { n: 1 } } });
assert.ok(sent.data && "id" in sent.data, JSON.stringify(sent.error));
const id: string = sent.data.id;

const entries: components["schemas"]["Entry"][] = [];
for (let cursor: string | undefined, more = true; more; ) {
  const { data, error } = await client.GET("/logs", {
    params: { query: { limit: 2, order: "asc", stream: ["s3", "http"], ...(cursor && { cursor }) } },
  });
  if (error) throw new Error(error.title ?? "API Gateway refused it");
  entries.push(...data.entries);
  cursor = new URLSearchParams(data.next?.split("?")[1]).get("cursor") ?? undefined;
  more = cursor !== undefined;
}
assert.ok(entries.length > 2 && entries.some((entry) => entry.id === id));

const one = await client.GET("/logs/{id}", { params: { path: { id } } });
assert.equal(one.data?.subject, "é");

const counts = await client.GET("/logs/stats", { params: { query: { by: "week", type: ["client.*"] } } });
assert.equal(counts.data?.buckets[0]?.counts[0]?.type, "client.tried");

const rejected = await client.GET("/rejected", {});
assert.equal(rejected.data?.entries[0]?.data.reason, "schema");

const wrong = await client.GET("/logs", { params: { query: { limit: 1000 } } });
assert.equal(wrong.error?.title, "Bad Request");
const nothing = await client.GET("/logs/{id}", { params: { path: { id: "nothing" } } });
assert.equal(nothing.error?.title, "Not Found");
const refused = await client.POST("/events", { body: { type: "" } });
assert.ok(refused.error && "status" in refused.error && refused.error.instance?.startsWith("/rejected/"));

const head = await client.HEAD("/logs", {});
assert.equal(head.response.status, 200);
console.log(`ok   openapi-fetch: ${entries.length} entries are read, and errors have titles`);
