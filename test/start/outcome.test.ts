import { readFileSync } from "node:fs";
import { expect, onTestFinished, test, vi } from "vitest";
import { IN_MEMORY } from "../../src/local/options.ts";
import { startSystem } from "../../src/local/system.ts";
import { startHere } from "./here.ts";
import { jsonOf } from "./json.ts";
import { newProject, oneFunction } from "./project.ts";

const eventOf = (name: string) => readFileSync(new URL(`../../events/${name}.json`, import.meta.url), "utf8");

const start = async () => {
  const { url, stop } = await startSystem(IN_MEMORY, () => {});
  onTestFinished(stop);
  const post = (path: string, body = "") => jsonOf(fetch(`${url}${path}`, { method: "POST", body }));
  return {
    post,
    fault: (body: object) => post("/_local/faults", JSON.stringify(body)),
    faults: () => jsonOf(fetch(`${url}/_local/faults`)),
    messages: async () => (await jsonOf(fetch(`${url}/_local/queues/FailureQueue`))).messages,
    send: (body: string) =>
      fetch(`${url}/events`, { method: "POST", body, headers: { "content-type": "application/json" } }),
  };
};
const NONE = { events: 0, entries: 0, kept: 0, waiting: 0, refused: 0, lost: 0, doubled: 0 };

test("before any fault, there is no outcome", async () => {
  const { faults } = await start();
  expect(await faults()).toMatchObject({ planned: [], disturbed: {}, outcome: NONE });
});

test("an event that is delivered twice, whose answers are lost, and whose function is killed is one entry: none lost, none doubled", async () => {
  const { post, fault, faults, messages, send } = await start();
  await fault({ function: "S3Function", fault: "twice" });
  await fault({ function: "S3Function", fault: "lost", count: 2 });
  const put = eventOf("s3-put");
  await post("/_local/events/S3Function", put);
  await post("/_local/events/S3Function", put);
  expect(await faults()).toMatchObject({
    planned: [],
    disturbed: { twice: 1, lost: 2 },
    outcome: { ...NONE, events: 1, entries: 1, kept: 1 },
  });

  await fault({ function: "HttpFunction", fault: "twice" });
  expect((await send('{"type":"a"}')).status).toBe(200);
  expect((await faults()).outcome).toEqual({ ...NONE, events: 2, entries: 2, kept: 2 });

  await fault({ function: "S3Function", fault: "timeout", ms: 0, count: 3 });
  await post("/_local/events/S3Function", eventOf("s3-removed-delete"));
  expect((await faults()).outcome).toEqual({ ...NONE, events: 3, entries: 2, kept: 2, waiting: 1 });
  const [message, ...others] = await messages();
  expect([message.failure, others]).toEqual([
    { function: "S3Function", error: expect.stringContaining("timed out") },
    [],
  ]);
  expect(await post(`/_local/queues/FailureQueue/redrive?id=${message.id}`)).toMatchObject({
    redriven: [{ status: "redriven" }],
  });
  expect(await faults()).toMatchObject({
    disturbed: { timeout: 3 },
    outcome: { ...NONE, events: 3, entries: 3, kept: 3 },
  });
}, 120_000);

test("a request that fails is its sender's, who is told so", async () => {
  const { fault, faults, send } = await start();
  await send('{"type":"a"}');
  await fault({ function: "HttpFunction", fault: "lost" });
  expect((await send('{"type":"kept"}')).status).toBe(500);
  await fault({ function: "HttpFunction", fault: "timeout", ms: 0 });
  expect((await send('{"type":"killed"}')).status).toBe(500);
  await vi.waitUntil(async () => (await faults()).outcome.waiting === 0, { timeout: 60_000, interval: 500 });
  expect((await faults()).outcome).toEqual({ ...NONE, events: 2, entries: 1, kept: 1, refused: 1 });
});

test("one message of a queue is redriven alone, and an unknown one is a 404", async () => {
  const { post, fault, messages } = await start();
  await fault({ function: "S3Function", fault: "timeout", ms: 0, count: 6 });
  await Promise.all(["s3-put", "s3-removed-delete"].map((name) => post("/_local/events/S3Function", eventOf(name))));
  const [first, second] = await messages();
  expect(await post(`/_local/queues/FailureQueue/redrive?id=${second.id}`)).toMatchObject({
    redriven: [{ status: "redriven" }],
  });
  expect((await messages()).map(({ id }: { id: string }) => id)).toEqual([first.id]);
  expect(await post("/_local/queues/FailureQueue/redrive?id=none")).toEqual({
    message: "The queue FailureQueue has no message none",
  });
  expect(await post("/_local/queues/FailureQueue/redrive?dry")).toMatchObject({ redriven: [{ status: "waiting" }] });
}, 120_000);

test("an event that a function without a failure queue could not keep is lost, and is counted", async () => {
  const { url } = await startHere(
    newProject(oneFunction("export const handler = async () => { throw new Error('no') };")),
    "--memory",
  );
  const post = (path: string, body: string) => jsonOf(fetch(`${url}${path}`, { method: "POST", body }));
  await post("/_local/faults", '{"function":"Fn","fault":"twice"}');
  expect(await post("/_local/events/Fn", '{"a":1}')).toMatchObject({ failure: { lost: expect.any(String) } });
  await vi.waitUntil(async () => (await jsonOf(fetch(`${url}/_local/faults`))).outcome.waiting === 0, {
    timeout: 60_000,
    interval: 500,
  });
  expect((await jsonOf(fetch(`${url}/_local/faults`))).outcome).toEqual({ ...NONE, events: 1, lost: 1 });
}, 120_000);

test("the events of a function that is none of Tributary are not compared", async () => {
  const { url } = await startHere(newProject(oneFunction("export const handler = async () => ({});")), "--memory");
  const post = (path: string, body: string) => jsonOf(fetch(`${url}${path}`, { method: "POST", body }));
  await post("/_local/faults", '{"function":"Fn","fault":"twice"}');
  await post("/_local/events/Fn", '{"a":1}');
  expect(await jsonOf(fetch(`${url}/_local/faults`))).toMatchObject({ disturbed: { twice: 1 }, outcome: NONE });
});
