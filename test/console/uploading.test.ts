import { request } from "node:http";
import { Readable } from "node:stream";
import { afterAll, expect, test, vi } from "vitest";
import { IN_MEMORY } from "../../src/local/options.ts";
import { startSystem } from "../../src/local/system.ts";
import { jsonOf } from "../start/json.ts";

const { url, s3, stop } = await startSystem(IN_MEMORY, () => {});
afterAll(stop);

const put = (bucket: string, key: string, init: RequestInit) =>
  fetch(`${url}/_local/buckets/${bucket}/objects/${encodeURIComponent(key)}`, { method: "PUT", ...init });

test.each(["photos/ünï +%2F&=?#.jpg", "a//b/", "a/../b", "日本"])(
  "the page puts the object %j, and its notification becomes an entry",
  async (key) => {
    const body = Buffer.from("hello");
    const answer = await put("bucket", key, { body, headers: { "content-type": "text/x-mine" } });
    expect([answer.status, await answer.json()]).toEqual([200, { bucket: "bucket", key, bytes: 5 }]);
    const path = `/logs?stream=s3&subject=${encodeURIComponent(key)}`;
    await vi.waitUntil(async () => (await jsonOf(fetch(`${url}${path}`))).entries.length > 0, { timeout: 60_000 });
    const [entry] = (await jsonOf(fetch(`${url}${path}`))).entries;
    expect(entry).toMatchObject({ type: "com.amazonaws.s3.ObjectCreated:Put", subject: key });
  },
);

test("an object of any size passes as a stream, and is the object that an S3 client gets", async () => {
  const body = Buffer.alloc(30 * 1024 * 1024, "x");
  const answer = await put("bucket", "large.bin", { body, headers: { "content-type": "text/x-mine" } });
  expect(await answer.json()).toMatchObject({ bytes: body.length });
  const object = await fetch(`${s3}/bucket/large.bin`);
  expect(object.headers.get("content-type")).toBe("text/x-mine");
  expect(Buffer.from(await object.arrayBuffer()).equals(body)).toBe(true);
});

test("what is wrong is told as S3 tells it, and nothing is put", async () => {
  const refused = async (sent: Promise<Response>) => {
    const answer = await sent;
    return [answer.status, (await jsonOf(Promise.resolve(answer))).message];
  };
  expect(await refused(put("other", "a", { body: "x" }))).toMatchObject([
    404,
    expect.stringContaining("The buckets of the template are: bucket."),
  ]);
  expect(await refused(put("bucket", "x".repeat(1025), { body: "x" }))).toMatchObject([400, "Your key is too long"]);
  const stream = Readable.toWeb(Readable.from(["x"]));
  expect(await refused(put("bucket", "no-length", { body: stream, duplex: "half" }))).toMatchObject([
    411,
    "You must provide the Content-Length HTTP header.",
  ]);
  expect((await put("bucket", "evil", { body: "x", headers: { origin: "https://evil.example" } })).status).toBe(403);
  for (const key of ["no-length", "evil"]) expect((await fetch(`${s3}/bucket/${key}`)).status).toBe(404);
});

test("an upload that breaks off leaves no object, and the server goes on", async () => {
  const path = `/_local/buckets/bucket/objects/broken`;
  const sent = request(`${url}${path}`, { method: "PUT", headers: { "content-length": "1000" } });
  const failed = new Promise((resolve) => sent.on("error", resolve));
  sent.write("x");
  await new Promise((resolve) => setTimeout(resolve, 100));
  sent.destroy();
  await failed.catch(() => {});
  expect((await fetch(`${s3}/bucket/broken`)).status).toBe(404);
  expect((await put("bucket", "broken", { body: "x" })).status).toBe(200);
});
