import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { keyOf } from "../../src/cli/pull/keyOf.ts";
import { fixture } from "../../src/local/fixture.ts";
import { subjectOf } from "../../src/schemas/kit/subject.ts";
import { cloudEvent, s3Record } from "../sent.ts";
import { deliver, newWorld, readAll, request, type World } from "../world.ts";
import { cli, fetchOf, post } from "./cli.ts";

const fixtures = (prefix: string) =>
  readdirSync(new URL("../../events", import.meta.url))
    .map((file) => file.replace(".json", ""))
    .filter((name) => name.startsWith(prefix) && !name.includes("-bad-") && !name.endsWith("-test")); // S3's test event tells of no change

const pull = async (world: World, id: string) => {
  const { out, err, code } = await cli(["pull", id], { fetch: fetchOf(world) });
  expect(code, err).toBe(0);
  return { event: JSON.parse(out), err };
};

describe.each(["s3", "schedule"] as const)("an event made of an entry of %s is the same event", (name) => {
  test.each(fixtures(`${name}-`))("%s", async (file) => {
    const world = await newWorld();
    // S3 also comes in messages of a queue.
    await (name === "s3" ? deliver(world.s3Queue, fixture(file)) : deliver(world[name], fixture(file)));
    const entries = (await readAll(world.logs, "/logs")).filter(({ type }) => !type.endsWith(".TestEvent"));
    for (const { id, data } of entries) {
      const { event, err } = await pull(world, id);
      const { requester, ...rest } = z.looseObject({}).parse(data ?? {});
      expect(err.includes("the requester")).toBe(requester !== undefined);
      expect(await deliver(world[name], event), id).toMatchObject({ duplicate: 1, written: 0, ids: [id] });
      // In an empty log, it makes the same entry.
      const other = await newWorld();
      await deliver(other[name], event);
      expect(await readAll(other.logs, "/logs")).toMatchObject([{ id, ...(data !== undefined && { data: rest }) }]);
    }
  });
});

test("a CloudEvent is the same event, with its extensions, and its data as it was sent", async () => {
  const world = await newWorld();
  const sent = {
    id: "ü",
    source: "/s",
    type: "com.amazonaws.s3.look-alike",
    subject: "s",
    myextension: 7,
    datacontenttype: "application/json",
    time: "2026-01-01T00:00:00.123456Z",
    data: { n: 1 },
  };
  await deliver(world.http, cloudEvent(sent));
  const [entry] = await readAll(world.logs, "/logs");
  const { event, err } = await pull(world, entry?.id ?? "");
  expect(JSON.parse(event.body)).toEqual({ specversion: "1.0", ...sent });
  expect(JSON.parse((await deliver(world.http, event)).body ?? "")).toMatchObject({ status: 200, id: entry?.id });
  expect(err).toContain("Not in the log: the caller\n");
});

test("plain JSON is sent again with exact numbers, and the command says that it would be another event", async () => {
  const world = await newWorld();
  await post(world, '{"type":"t","data":12345678901234567890}', Date.now());
  const [entry] = await readAll(world.logs, "/logs");
  const { event, err } = await pull(world, entry?.id ?? "");
  expect(event.body).toBe('{"type":"t","data":12345678901234567890}');
  expect(err).toContain("Not in the log: the Idempotency-Key and the caller, so it would be another event\n");
  expect(JSON.parse((await deliver(world.http, event)).body ?? "")).toMatchObject({ status: 201 });
});

describe("a rejection", () => {
  test("is the payload as it was delivered, in its envelope, so it is rejected for the same reason", async () => {
    for (const [name, file] of [
      ["s3", "s3-bad-s3.object.key"],
      ["s3", "s3-bad-Records"],
      ["s3", "s3-bad-detail.object.key"],
      ["schedule", "schedule-bad-time"],
      ["http", "http-bad-event.type"],
      ["http", "http-bad-event.time"],
    ] as const) {
      const [world, other] = [await newWorld(), await newWorld()];
      const handle = (one: World, event: unknown): Promise<unknown> =>
        name === "http" ? deliver(one.http, event) : deliver(one[name], event);
      await handle(world, fixture(file));
      const [rejection] = await readAll(world.logs, "/rejected");
      const { event } = await pull(world, rejection?.id ?? "");
      await handle(other, event);
      const [again] = await readAll(other.logs, "/rejected");
      const issues = (entry: unknown) =>
        z.object({ data: z.object({ issues: z.array(z.unknown()) }) }).parse(entry).data.issues;
      expect(issues(again), file).toEqual(issues(rejection));
    }
  });

  test.each([
    ["image/png", Buffer.from([0, 255, 1]).toString("base64"), true],
    ["text/xml", '<a b="c"/>', false],
    ["application/json", '"a text"', false],
    ["application/json", '{"n":12345678901234567890}', false],
    ["text/plain", undefined, false],
    [undefined, "AP8B", true],
  ])("of a binary CloudEvent has the body that was sent: %s %s", async (type, body, isBase64Encoded) => {
    const world = await newWorld();
    const headers = { "ce-specversion": "1.0", "ce-id": "1", "ce-source": "/s", "ce-type": "t", "ce-time": "never" };
    const sent = {
      ...request("POST", "/events", { ...headers, ...(type !== undefined && { "content-type": type }) }, body),
      isBase64Encoded,
    };
    await deliver(world.http, sent);
    const [rejection] = await readAll(world.logs, "/rejected");
    const { event } = await pull(world, rejection?.id ?? "");
    expect([event.body, event.isBase64Encoded, event.headers["content-type"]]).toEqual([body, isBase64Encoded, type]);
    const again = await deliver(world.http, event);
    expect(JSON.parse(again.body ?? ""), "it is the same rejection").toMatchObject({
      instance: `/rejected/${rejection?.id}`,
    });
  });

  test("says which credentials were removed", async () => {
    const world = await newWorld();
    await deliver(world.s3, {
      Records: [{ ...s3Record({ key: 7 }), requestParameters: { authorization: "Bearer secret" } }],
    });
    const [rejection] = await readAll(world.logs, "/rejected");
    const { event, err } = await pull(world, rejection?.id ?? "");
    expect(event.Records[0].requestParameters.authorization).toBe("[removed]");
    expect(err).toBe(
      "Not in the log: a credential at requestParameters.authorization: there it says [removed]\nNot in the log: the other records of its event\n",
    );
  });

  test("whose payload was cut cannot be pulled, and neither can an entry", async () => {
    const world = await newWorld();
    await deliver(world.s3, { Records: [{ ...s3Record({ key: 7 }), large: "x".repeat(500_000) }] });
    await deliver(world.s3, { Records: [{ ...s3Record(), large: "x".repeat(500_000) }] });
    for (const [path, what] of [
      ["/rejected", "payload"],
      ["/logs", "data"],
    ] as const) {
      const [{ id } = { id: "" }] = await readAll(world.logs, path);
      expect(await cli(["pull", id], { fetch: fetchOf(world) })).toEqual({
        out: "",
        err: `tributary: The ${what} of ${id} was cut when it was kept, so no event can be made of it: tributary get ${id} shows what is left\n`,
        code: 1,
      });
    }
  });
});

test("the key of an object is found again in its subject, whatever characters it has", () => {
  const sign = fc.constantFrom(
    "%",
    "25",
    "0A",
    "C2",
    "80",
    "EF",
    "BF",
    "B7",
    "90",
    "\n",
    "\u0080",
    "\ufdd0",
    "\u{1ffff}",
    "a",
    "/",
    " ",
    "ü",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(sign, { maxLength: 12 }).map((signs) => signs.join("")),
        fc.string(),
      ),
      (key) => {
        const wellFormed = key.toWellFormed();
        expect(keyOf(subjectOf(wellFormed))).toBe(wellFormed);
      },
    ),
    { numRuns: 5_000 },
  );
});

test("an entry whose kind is unknown is told", async () => {
  const entry = {
    specversion: "1.0",
    id: "x.0.a.b",
    source: "/s",
    type: "odd",
    time: "2026-01-01T00:00:00.000Z",
    recordedtime: "2026-01-01T00:00:00.000Z",
    stream: "x",
  };
  const { err, code } = await cli(["pull", "x.0.a.b"], { fetch: async () => new Response(JSON.stringify(entry)) });
  expect([err, code]).toEqual([
    "tributary: No event can be made of x.0.a.b, because this version does not know how odd is delivered\n",
    1,
  ]);
});
