import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startHere } from "./here.ts";
import { jsonOf } from "./json.ts";

// This project's own template, as `npm start` runs it.
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const fixture = (name: string) => readFileSync(`${ROOT}/events/${name}.json`, "utf8");
const post = (url: string, body?: string) =>
  jsonOf(fetch(url, { method: "POST", ...(body !== undefined && { body }) }));

test("what a crash left in the failure queue is redriven into the log, once", async () => {
  const { url } = await startHere(ROOT, "--memory");
  await post(`${url}/_local/faults`, '{"function":"S3Function","fault":"throttled"}');
  await post(`${url}/_local/faults`, '{"function":"S3Function","fault":"timeout","count":3,"ms":0}');
  const { failure } = await post(`${url}/_local/events/S3Function`, fixture("s3-mixed"));
  expect(failure).toMatchObject({ queue: "FailureQueue" });
  const queue = `${url}/_local/queues/FailureQueue`;
  const redrive = async (how = "") => (await post(`${queue}/redrive${how}`)).redriven;
  expect(await redrive("?dry")).toMatchObject([{ status: "waiting", found: { records: 3 } }]);
  expect((await jsonOf(fetch(queue))).messages).toHaveLength(1);
  expect(await redrive()).toMatchObject([{ status: "redriven", found: { records: 3 } }]);
  expect((await jsonOf(fetch(queue))).messages).toEqual([]);
  const entries = async (path: string) => (await jsonOf(fetch(`${url}${path}`))).entries;
  expect(await entries("/logs?stream=s3")).toHaveLength(2);
  expect(await entries("/rejected")).toHaveLength(1);
});

test("each fault leaves every event in the log exactly once", async () => {
  const { url } = await startHere(ROOT, "--memory");
  for (const fault of ["twice", "lost", "late", "throttled"])
    await post(`${url}/_local/faults`, JSON.stringify({ function: "S3Function", fault, ms: 10 }));
  for (const event of ["s3-put", "s3-multipart", "s3-copy"])
    await post(`${url}/_local/events/S3Function`, fixture(event));
  const { entries } = await jsonOf(fetch(`${url}/logs?stream=s3`));
  expect(entries.map(({ subject }: { subject: string }) => subject)).toHaveLength(3);
  expect((await jsonOf(fetch(`${url}/_local`))).faults).toEqual([]);
});

test("--strict passes, because the template names everything that is ignored here", async () => {
  const { url } = await startHere(ROOT, "--memory", "--strict");
  expect((await fetch(`${url}/_local`)).status).toBe(200);
});
