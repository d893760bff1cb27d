import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test, vi } from "vitest";
import { contextOf } from "../src/local/context.ts";
import { lookEvent } from "../src/middleware/look.ts";
import { s3 as s3Trigger } from "../src/schemas/s3.ts";
import { dying } from "./commands.ts";
import { cloudEvent, s3Record } from "./sent.ts";
import { newTable } from "./table.ts";
import { bodyOf, deliver, deliverAs, readAll, request, worldOf } from "./world.ts";

const DAY = 86_400_000;
const START = Date.parse("2026-03-01T00:00:00.000Z");
const iso = (ms: number) => new Date(ms).toISOString();

/** A world in which a test sets the clock and the retention. Expired items are not deleted. */
const newTimes = async (retentionDays: number) => {
  const times = { now: START, retentionDays, isDying: false };
  const table = dying(await newTable(), () => times.isDying);
  const worldNow = () => worldOf({ ...table, retentionDays: times.retentionDays }, () => times.now);
  return {
    at: (day: number, days = times.retentionDays) =>
      Object.assign(times, { now: START + day * DAY, retentionDays: days }),
    post: async (call: ReturnType<typeof request>) => {
      const event = { ...call, requestContext: { ...call.requestContext, timeEpoch: times.now } };
      const { statusCode, body = "" } = await deliver(worldNow().http, event);
      return { statusCode, answer: JSON.parse(body) };
    },
    /** Whether functions die between a claim and its entry. */
    dies: (isDying: boolean) => Object.assign(times, { isDying }),
    upload: (time: number) => deliver(worldNow().s3, { Records: [s3Record({ time: iso(time) })] }),
    s3: (event: unknown) => deliverAs("r", worldNow().s3, event),
    worked: (event: unknown, work: () => unknown) => deliver(worldNow().onEvent(s3Trigger("s3"), work), event),
    read: async (path: string) => {
      const answer = await deliver(worldNow().logs, request("GET", path));
      return { statusCode: answer.statusCode, entry: bodyOf(answer) };
    },
    list: (path: string) => readAll(worldNow().logs, path),
    claims: async () => {
      const { Items = [] } = await table.client.send(new ScanCommand({ TableName: table.name, ConsistentRead: true }));
      return Items.filter(({ sk }) => sk === "claim");
    },
    look: async (event: unknown) => {
      const functionArn = contextOf("test").invokedFunctionArn;
      return deliver(worldNow().s3, lookEvent({ functionArn, requestId: "r", event }));
    },
  };
};

const keyed = (body: object) =>
  request("POST", "/events", { "content-type": "application/json", "idempotency-key": "k" }, JSON.stringify(body));

describe("with a retention of 7 days, on the tenth day", () => {
  test("a bad event is answered with an instance that can be read", async () => {
    const { at, post, read } = await newTimes(7);
    const first = await post(cloudEvent({ type: undefined }));
    expect((await read(first.answer.instance)).statusCode).toBe(200);
    at(10);
    expect((await read(first.answer.instance)).statusCode).toBe(404);
    const second = await post(cloudEvent({ type: undefined }));
    expect(second.statusCode).toBe(400);
    expect((await read(second.answer.instance)).statusCode).toBe(200);
  });

  test("a request with a used Idempotency-Key is a new event, whatever its body is", async () => {
    const { at, post, read } = await newTimes(7);
    expect((await post(keyed({ type: "t" }))).statusCode).toBe(201);
    at(10);
    const again = await post(keyed({ type: "t", data: 1 }));
    expect(again.statusCode).toBe(201);
    expect((await read(again.answer.location)).entry).toMatchObject({ time: iso(START + 10 * DAY), data: 1 });
    expect((await post(keyed({ type: "t" }))).statusCode).toBe(422);
  });

  test("a redrive does not find an expired rejection, but finds it again after the function has kept it again", async () => {
    const { at, s3, look, list } = await newTimes(7);
    const event = { Records: [{}] };
    await s3(event);
    expect(await look(event)).toMatchObject({ records: 1, kept: 1 });
    at(10);
    expect(await look(event)).toMatchObject({ records: 1, kept: 0 });
    await s3(event);
    expect(await look(event)).toMatchObject({ records: 1, kept: 1 });
    expect(await list("/rejected")).toMatchObject([{ time: iso(START + 10 * DAY) }]);
  });

  test("a CloudEvent is rejected because its time is too old, and is a new event with a later time", async () => {
    const { at, post, read } = await newTimes(7);
    const event = cloudEvent({ time: iso(START) });
    expect((await post(event)).statusCode).toBe(201);
    at(10);
    expect(await post(event)).toMatchObject({ statusCode: 400, answer: { errors: [{ pointer: "#/time" }] } });
    const renewed = await post(cloudEvent({ time: iso(START + 9 * DAY) }));
    expect(renewed.statusCode).toBe(201);
    expect((await read(renewed.answer.location)).entry.time).toBe(iso(START + 9 * DAY));
  });
});

test.each([
  ["with its entry, if that is sooner than 30 days", 7, iso(START - DAY), 6],
  ["with its entry, if the entry has the time of the first delivery", 7, undefined, 7],
  ["after 30 days, if its entry is kept longer", 60, iso(START - DAY), 30],
  ["after 30 days, if its entry is kept forever", 0, iso(START - DAY), 30],
])("a claim expires %s", async (_, retention, time, days) => {
  const { post, claims } = await newTimes(retention);
  await post(cloudEvent({ time }));
  expect(await claims()).toMatchObject([{ expiresat: (START + days * DAY) / 1000 }]);
});

describe("when a claim has expired and its entry has not", () => {
  test("a CloudEvent with the same time and other content gets a 422 that names the entry, at every try", async () => {
    const { at, post, list } = await newTimes(0);
    const event = (data: number) => cloudEvent({ time: iso(START), data });
    const { answer } = await post(event(1));
    at(31);
    for (const other of [await post(event(2)), await post(event(2))])
      expect(other).toMatchObject({
        statusCode: 422,
        answer: { errors: [{ pointer: "#/id", detail: expect.stringContaining(answer.id) }] },
      });
    expect(await post(event(1))).toMatchObject({ statusCode: 200, answer: { id: answer.id } });
    expect((await list("/logs")).map(({ data }) => data)).toEqual([1]);
    expect((await list("/rejected")).map(({ type }) => type)).toEqual(["tributary.rejected.conflict"]);
  });

  test("a CloudEvent with the same content is a duplicate if its time is the same, and otherwise a new event", async () => {
    const { at, post, list } = await newTimes(0);
    const first = await post(cloudEvent({ time: iso(START) }));
    at(31);
    expect(await post(cloudEvent({ time: iso(START) }))).toMatchObject({
      answer: { status: 200, id: first.answer.id },
    });
    at(62);
    expect((await post(cloudEvent({ time: iso(START + DAY) }))).statusCode).toBe(201);
    expect(await list("/logs")).toHaveLength(2);
  });
});

describe("when the retention was lowered from 30 to 7 days", () => {
  test("an entry that still exists is found by its key, and by its source and id", async () => {
    const { at, post } = await newTimes(30);
    const [one, other] = [await post(keyed({ type: "t" })), await post(cloudEvent({ time: iso(START) }))];
    at(10, 7);
    expect(await post(keyed({ type: "t" }))).toMatchObject({ statusCode: 200, answer: { id: one.answer.id } });
    expect(await post(keyed({ type: "u" }))).toMatchObject({ statusCode: 422 });
    expect(await post(cloudEvent({}))).toMatchObject({ statusCode: 200, answer: { id: other.answer.id } });
    expect(await post(cloudEvent({ time: iso(START) }))).toMatchObject({ statusCode: 200 });
    expect(await post(cloudEvent({ data: 1 }))).toMatchObject({ statusCode: 422 });
  });

  test("a rejection that still exists is found, and can be read", async () => {
    const { at, post, read, s3, look } = await newTimes(30);
    const { answer } = await post(keyed({}));
    await s3({ Records: [{}] });
    at(10, 7);
    expect((await post(keyed({}))).answer.instance).toBe(answer.instance);
    expect((await read(answer.instance)).statusCode).toBe(200);
    expect(await look({ Records: [{}] })).toMatchObject({ records: 1, kept: 1 });
  });

  test("a claim without an entry is ignored: the event is new, and can be read", async () => {
    const { at, dies, post, read, s3, look, list } = await newTimes(30);
    const bad = { Records: [{}] };
    dies(true);
    expect((await post(keyed({ type: "t" }))).statusCode).toBe(503);
    expect((await post(cloudEvent({ time: iso(START) }))).statusCode).toBe(503);
    await expect(s3(bad)).rejects.toThrow("could not be kept");
    dies(false);
    at(10, 7);
    const one = await post(keyed({ type: "u" }));
    expect(one.statusCode).toBe(201);
    expect((await read(one.answer.location)).statusCode).toBe(200);
    expect(await post(cloudEvent({ time: iso(START) }))).toMatchObject({ statusCode: 400 });
    expect(await post(cloudEvent({ data: 1 }))).toMatchObject({ statusCode: 201 });
    expect(await post(cloudEvent({ data: 2 }))).toMatchObject({ statusCode: 422 });
    expect(await look(bad)).toMatchObject({ records: 1, kept: 0 });
    expect(await s3(bad)).toMatchObject({ rejected: 1 });
    expect(await look(bad)).toMatchObject({ records: 1, kept: 1 });
    expect((await list("/rejected")).filter(({ source }) => source === "tributary:s3")).toHaveLength(1);
  });
});

describe("when the retention was raised from 7 to 30 days, and DynamoDB has not yet deleted an expired entry", () => {
  test("its event is written again", async () => {
    const { at, post, upload, read, list } = await newTimes(7);
    await upload(START);
    await post(cloudEvent({ time: iso(START), data: 1 }));
    at(10, 30);
    expect(await list("/logs")).toEqual([]);
    const s3 = await upload(START);
    expect(s3).toMatchObject({ written: 1 });
    const http = await post(cloudEvent({ time: iso(START), data: 2 }));
    expect(http.statusCode).toBe(201);
    expect((await read(http.answer.location)).entry.data).toBe(2);
    expect((await read(`/logs/${s3.ids[0]}`)).statusCode).toBe(200);
    expect(await upload(START)).toMatchObject({ duplicate: 1 });
  });

  test("its work is done again", async () => {
    const { at, worked } = await newTimes(7);
    const event = { Records: [s3Record({ time: iso(START) })] };
    const work = vi.fn();
    await worked(event, work);
    at(10, 30);
    expect(await worked(event, work)).toMatchObject({ written: 1 });
    expect(await worked(event, work)).toMatchObject({ duplicate: 1 });
    expect(work).toHaveBeenCalledTimes(2);
  });
});
