import assert from "node:assert/strict";
import { ok } from "../ok.ts";
import type { Api } from "./api.ts";

/** Reads the log in every way. The reading function has only its own rights. */
export const reading = async (api: Api): Promise<void> => {
  const get = async (path: string) => {
    const { status, text } = await api.ask("GET", path);
    assert.equal(status, 200, `GET ${path}: ${text}`);
    return JSON.parse(text);
  };

  const [newest, entry] = (await get("/logs?limit=2&stream=s3")).entries;
  const { entries, prev } = await get(`/logs?around=${entry.id}&limit=3&stream=s3`);
  assert.deepEqual([entries[0].id, entries[1].id], [newest.id, entry.id]);
  assert.equal(prev, undefined);
  ok("reading: an entry is shown with its neighbors");

  const history = await api.readAll("/logs?order=asc&subject=plain.txt");
  assert.deepEqual(
    history.map(({ type }) => type.split(":")[1]),
    ["Put", "Delete"],
  );
  ok("reading: the history of an object is its upload and its removal");

  const { next, reached } = await get("/logs?follow=-1h");
  const again = await get(next);
  assert.ok(again.reached >= reached && again.next !== undefined);
  ok(`reading: a follower has seen everything up to ${again.reached}, and can go on`);

  const all = await api.readAll("/logs?limit=100");
  const { buckets } = await get("/logs/stats?by=day&order=asc");
  const count = buckets.reduce((sum: number, bucket: { count: number }) => sum + bucket.count, 0);
  assert.ok(count >= all.length, `${count} counted, ${all.length} listed`);
  const [{ counts }] = (await get("/rejected/stats")).buckets;
  assert.deepEqual(
    counts.map(({ reason }: { reason: string }) => reason),
    ["conflict", "schema"],
  );
  ok(`reading: ${count} entries are counted, and rejections are counted by reason`);

  const statusOf = async (method: string, path: string, ...options: readonly string[]) => {
    const { status, headers, text } = await api.ask(method, path, ...options);
    return [status, headers["content-type"], text === "" ? "no body" : "a body"];
  };
  assert.deepEqual(await statusOf("HEAD", "/logs", "-I"), [200, "application/json", "no body"]);
  assert.deepEqual(await statusOf("GET", "/nothing"), [404, "application/problem+json", "a body"]);
  assert.deepEqual(await statusOf("DELETE", "/logs"), [405, "application/problem+json", "a body"]);
  ok("reading: HEAD has no body; what no route takes is a 404 or a 405 as a problem");

  assert.match((await get("/openapi.json")).openapi, /^3\.1\./);
  ok("reading: GET /openapi.json describes the API");
};
