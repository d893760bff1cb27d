import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { newWorld, readAll } from "../world.ts";
import { cli, fetchOf, objectsIn } from "./cli.ts";

const folder = mkdtempSync(join(tmpdir(), "send-"));
afterAll(() => rmSync(folder, { recursive: true }));

const newSender = async () => {
  const world = await newWorld();
  return {
    send: (args: readonly string[], input = "") => cli(["send", ...args], { fetch: fetchOf(world), input }),
    entries: () => readAll(world.logs, "/logs?order=asc"),
    world,
  };
};

test("an event of flags: values that are JSON are values, others are texts, and a dot leads into an object", async () => {
  const { send, entries } = await newSender();
  const fields = ["total=42.5", "paid=true", "buyer.name=Ada", "buyer.age=36", "note=a=b", "tags=[1,2]", "empty="];
  const { out, code } = await send([
    "--type",
    "order.paid",
    "--subject",
    "7",
    ...fields.flatMap((field) => ["--field", field]),
  ]);
  const [entry] = await entries();
  expect([code, objectsIn(out)]).toEqual([0, [{ status: "created", id: entry?.id }]]);
  expect(entry).toMatchObject({ type: "order.paid", subject: "7" });
  expect(JSON.stringify(entry?.data)).toBe(
    '{"total":42.5,"paid":true,"buyer":{"name":"Ada","age":36},"note":"a=b","tags":[1,2],"empty":""}',
  );
});

test("JSON, a file and stdin are sent exactly as they are written", async () => {
  const { send, world } = await newSender();
  const file = join(folder, "event.json");
  writeFileSync(file, '\ufeff{ "type": "file", "data": 0.10000000000000000001 }');
  await send(['{"type":"argument","data":123456789012345678901234567890}']);
  await send([file]);
  await send(["-"], '{"type":"line1","data":1e400}\n\n  {"type":"line2"}\r\n{"type":"line3"}');
  const { out } = await cli(["logs", "--order", "asc"], { fetch: fetchOf(world) });
  expect(out).toContain('"data":123456789012345678901234567890}');
  expect(out).toContain('"data":0.10000000000000000001}');
  expect(out).toContain('"data":1e400}');
  expect(
    objectsIn(out)
      .map(({ type }) => type)
      .toSorted(),
  ).toEqual(["argument", "file", "line1", "line2", "line3"]);
});

test("a CloudEvent is known by its source and id, so a second one is a duplicate", async () => {
  const { send, entries } = await newSender();
  const event = '{"specversion":"1.0","id":"1","source":"/s","type":"t"}';
  const [first] = objectsIn((await send([event])).out);
  expect(objectsIn((await send([event])).out)).toEqual([{ status: "duplicate", id: first.id }]);
  expect(await entries()).toHaveLength(1);
});

test("plain JSON is sent with a new key each time; with the same --key, it is kept once", async () => {
  const { send, entries } = await newSender();
  const statuses = async (args: readonly string[], input = "") =>
    objectsIn((await send(args, input)).out).map(({ status }) => status);
  expect(await statuses(['{"type":"t"}'])).toEqual(["created"]);
  expect(await statuses(['{"type":"t"}'])).toEqual(["created"]);
  const lines = '{"type":"a"}\n{"type":"a"}\n{"type":"b"}\n';
  expect(await statuses(["-", "--key", "import"], lines)).toEqual(["created", "created", "created"]);
  expect(await statuses(["-", "--key", "import"], `${lines}{"type":"c"}\n`)).toEqual([
    "duplicate",
    "duplicate",
    "duplicate",
    "created",
  ]);
  expect(await entries()).toHaveLength(6);
});

test("a rejected event does not stop the others, and the command exits with 1", async () => {
  const { send, entries } = await newSender();
  const { out, err, code } = await send(["-"], '{"type":"a"}\n{"type":7}\n{"type":"b"}\n');
  const [, rejected] = objectsIn(out);
  expect(rejected).toMatchObject({
    status: "rejected",
    id: expect.stringMatching(/^rejected\./),
    error: `#/type: Invalid input: expected string, received number; it is kept as ${rejected.id}`,
  });
  expect([err, code]).toEqual(["tributary: 1 of 3 rejected: tributary logs --rejected says why\n", 1]);
  expect(await entries()).toHaveLength(2);
});

test("a line that is no JSON ends it, and the error says how to send the rest", async () => {
  const { send, entries } = await newSender();
  const first = await send(["-"], '{"type":"a"}\n{"type"\n{"type":"b"}\n');
  const key = / --key (\S+):/.exec(first.err)?.[1] ?? "";
  expect(first.err).toMatch(
    /^tributary: Line 2 is no JSON: .*; 1 were sent before\. Correct it, and send the input again with --key \S+: nothing is sent twice\n$/,
  );
  expect(first.code).toBe(1);
  expect(
    objectsIn((await send(["-", "--key", key], '{"type":"a"}\n{"type":"fixed"}\n{"type":"b"}\n')).out).map(
      ({ status }) => status,
    ),
  ).toEqual(["duplicate", "created", "created"]);
  expect(await entries()).toHaveLength(3);
});

test("an answer that got lost is asked for again with the same key, so the event is kept once", async () => {
  const { world, entries } = await newSender();
  let lost = 1;
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const answer = await fetchOf(world)(url, init);
    return lost-- > 0 ? new Response("", { status: 502 }) : answer;
  };
  const { out, code } = await cli(["send", "--type", "t"], { fetch });
  expect([objectsIn(out)[0].status, code]).toEqual(["duplicate", 0]);
  expect(await entries()).toHaveLength(1);
});

test("if no answer comes, the error names the key, and the same command with that key keeps the event once", async () => {
  const { world, entries, send } = await newSender();
  const fetch: typeof globalThis.fetch = async (url, init) => {
    await fetchOf(world)(url, init);
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }) });
  };
  for (const [input, ...args] of [
    ["", "--type", "t"],
    ['{"type":"line"}\n', "-"],
  ]) {
    const lost = await cli(["send", ...args], { fetch, ...(input !== undefined && { input }) });
    const key = / --key (\S+):/.exec(lost.err)?.[1] ?? "";
    expect([lost.code, lost.err]).toEqual([
      1,
      expect.stringMatching(/\(ECONNRESET\).*\. Send the same again with --key \S+: nothing is sent twice\n$/),
    ]);
    expect(objectsIn((await send([...args, "--key", key], input)).out)).toMatchObject([{ status: "duplicate" }]);
  }
  expect(await entries()).toHaveLength(2);
});

test("a wrong event is told without advice about a key, because nothing was sent", async () => {
  const { send, entries } = await newSender();
  const wrong = async (...args: readonly string[]) => {
    const { err, code } = await send([...args, "--key", "k"], "{");
    return [err, code];
  };
  expect(await wrong("--type", "a", "--field", "bad")).toEqual([
    "tributary: --field bad is wrong: expected name=value, as in total=42.5 or buyer.name=Ada\n",
    2,
  ]);
  for (const event of ["{", "-", "/nowhere/event.json"])
    expect(await wrong(event)).toEqual([expect.stringMatching(/^tributary: (?!.*--key)/), 1]);
  expect(await entries()).toEqual([]);
});

test("a file that is not UTF-8 is not sent", async () => {
  const { send } = await newSender();
  const file = join(folder, "latin1.json");
  writeFileSync(file, Buffer.from('{"type":"caf\xe9"}', "latin1"));
  expect((await send([file])).err).toBe(`tributary: ${file} is not UTF-8, so it is no JSON\n`);
});
