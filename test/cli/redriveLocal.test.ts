import { afterAll, expect, test } from "vitest";
import { fixture } from "../../src/local/fixture.ts";
import { IN_MEMORY } from "../../src/local/options.ts";
import { startSystem } from "../../src/local/system.ts";
import { cli, objectsIn } from "./cli.ts";

const { url, stop } = await startSystem(IN_MEMORY);
afterAll(stop);

const post = (path: string, body: unknown) => fetch(`${url}${path}`, { method: "POST", body: JSON.stringify(body) });
const redrive = (...args: readonly string[]) => cli(["redrive", ...args], { env: { TRIBUTARY_URL: url } });

test("without flags, the queue of the local stack is redriven, and a second time changes nothing", async () => {
  expect(await redrive()).toEqual({ out: "", err: "The failure queue is empty\n", code: 0 });
  await post("/_local/faults", { function: "S3Function", fault: "lost", count: 3 });
  await post("/_local/events/S3Function", fixture("s3-mixed")); // it is written, but the answers are lost
  await post("/_local/faults", { function: "S3Function", fault: "timeout", ms: 0, count: 3 });
  await post("/_local/events/S3Function", fixture("s3-put"));

  const forecast = await redrive();
  expect(objectsIn(forecast.out)).toMatchObject([
    { status: "waiting", function: "S3Function", before: "rejected" },
    { before: "kept", subject: "mixed/café 1.txt" },
    { before: "kept", subject: "mixed/2.txt" },
    { subject: "HappyFace.jpg" }, // it may have been written before the function was stopped
  ]);
  expect([forecast.err, forecast.code]).toEqual(["Nothing was done. Add --yes to redrive 2 messages\n", 0]);

  const done = await redrive("--queue", "FailureQueue", "--yes");
  expect([objectsIn(done.out).map(({ status }) => status), done.err, done.code]).toEqual([
    ["redriven", "redriven", "redriven", "redriven"],
    "2 redriven\n",
    0,
  ]);
  expect(await redrive("--yes")).toEqual({ out: "", err: "The failure queue is empty\n", code: 0 });
});

test("a queue and a bucket that the template does not have are told", async () => {
  expect(await redrive("--queue", "a/b?")).toEqual({
    out: "",
    err: "tributary: There is no such queue. The template has FailureQueue\n",
    code: 1,
  });
  expect(await redrive("--bucket", "b", "--url", url)).toEqual({
    out: "",
    err: "tributary: There is no such bucket. The template has bucket\n",
    code: 1,
  });
});

test("a local stack that is not started, and a server that is none, are told", async () => {
  const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
  const failing = () => Promise.reject(new TypeError("fetch failed", { cause: refused }));
  expect((await cli(["redrive"], { fetch: failing })).err).toContain("start the local stack with npm start");
  expect((await cli(["redrive"], { fetch: async () => new Response("<html>") })).err).toContain(
    "is this the URL of a log?",
  );
});
