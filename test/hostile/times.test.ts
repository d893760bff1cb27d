import { afterAll, describe, expect, test } from "vitest";
import { handler as schedule } from "../../src/handlers/schedule.ts";
import { expectNothingElse } from "./contents.ts";
import { invoke } from "./functions.ts";
import { s3 } from "./s3.ts";
import { BINARY, entryAt, firing, get, kept, post, STRUCTURED, upload } from "./sending.ts";

const send = (time: unknown) =>
  post(
    STRUCTURED,
    JSON.stringify({ specversion: "1.0", id: `at ${JSON.stringify(time)}`, source: "/times", type: "t", time }),
  );

test.each([
  ["0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"],
  ["0000-01-01T00:00:00+00:00", "0000-01-01T00:00:00.000Z"],
  ["0001-01-01T13:00:00+13:00", "0001-01-01T00:00:00.000Z"],
  ["1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"],
  ["2024-02-29T00:00:00-23:59", "2024-02-29T23:59:00.000Z"],
  ["2026-01-01t00:00:00z", "2026-01-01T00:00:00.000Z"],
  ["2026-01-01T00:00:00.1Z", "2026-01-01T00:00:00.100Z"],
  ["2026-01-01T00:00:00.123000Z", "2026-01-01T00:00:00.123Z"],
])("the time %s is kept as %s, and its entry is found by its id and by its time", async (time, utc) => {
  const { statusCode, headers } = await send(time);
  expect(statusCode).toBe(201);
  const entry = await entryAt(headers["location"]);
  expect(entry).toMatchObject({ time: utc, originid: `at ${JSON.stringify(time)}` });
  expect(entry).not.toHaveProperty("origintime");
  const to = new Date(Date.parse(utc) + 1).toISOString();
  const { json } = await get(`/logs?from=${utc}&to=${to}&source=/times`);
  expect(JSON.stringify(json)).toContain(`"time":"${utc}"`);
});

describe.each([
  ["2026-01-01t00:00:00.123456789z", "2026-01-01T00:00:00.123Z"],
  ["2026-01-01T00:00:00.9999999Z", "2026-01-01T00:00:00.999Z"],
  ["2026-01-01T01:00:00.0001+01:00", "2026-01-01T00:00:00.000Z"],
  ["1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"],
  ["2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999Z"],
  ["2016-12-31t23:59:60z", "2016-12-31T23:59:59.999Z"],
  ["2015-06-30T23:59:60.25Z", "2015-06-30T23:59:59.999Z"],
  ["2017-01-01T05:29:60+05:30", "2016-12-31T23:59:59.999Z"],
  ["2016-12-31T15:59:60-08:00", "2016-12-31T23:59:59.999Z"],
])("the time %s, which milliseconds cannot hold,", (time, utc) => {
  const kinds = { time: utc, origintime: time };

  test(`is cut to ${utc} in a CloudEvent, and origintime has the time as it was sent`, async () => {
    const { statusCode, headers } = await send(time);
    expect(statusCode).toBe(201);
    expect(await entryAt(headers["location"])).toMatchObject(kinds);
    expect(await send(time)).toMatchObject({ statusCode: 200 });
    const binary = { ...BINARY, "ce-id": `binary ${time}`, "ce-time": time };
    expect(await entryAt((await post(binary)).headers["location"])).toMatchObject(kinds);
  });

  test("is cut in a firing and in an upload too, with origintime", async () => {
    const bus = { source: "aws.events", time, resources: [`arn:aws:events:eu-central-1:123456789012:rule/${time}`] };
    expect(await kept(await invoke(schedule, bus))).toMatchObject(kinds);
    expect(await kept(await invoke(schedule, firing(time, { scheduledTime: time })))).toMatchObject(kinds);
    const record = upload(`finer ${time}`, { eventTime: time });
    const entry = await kept(await invoke(s3, { Records: [record] }));
    expect(entry).toMatchObject(kinds);
    expect(entry.data).not.toHaveProperty("origintime");
    const test = { Event: "s3:TestEvent", Time: time, Bucket: "finer", RequestId: time };
    expect(await kept(await invoke(s3, test))).toMatchObject(kinds);
  });

  test("is accepted in a query", async () => {
    await send(time);
    const { json } = await get(
      `/logs?${new URLSearchParams({ from: time, source: "/times", order: "asc", limit: "1" })}`,
    );
    expect(json).toMatchObject({ entries: [{ time: utc }] });
    expect(await get(`/logs?${new URLSearchParams({ to: time })}`)).toMatchObject({ statusCode: 200 });
    expect(await get(`/logs?${new URLSearchParams({ follow: time })}`)).toMatchObject({ statusCode: 200 });
    expect(await get(`/logs?${new URLSearchParams({ tail: time })}`)).toMatchObject({ statusCode: 200 });
  });
});

test.each([
  ...["2016-12-30T23:59:60Z", "2016-03-31T23:59:60Z", "2016-12-31T22:59:60Z", "2016-12-31T23:58:60Z"],
  ...["2016-12-31T23:59:60+01:00", "2017-01-01T00:00:60Z", "2016-07-01T00:00:60Z"],
])("the leap second %s, which cannot exist, gets a 400 that says why", async (time) => {
  const why = expect.stringContaining("23:59:60 UTC on 30 June and on 31 December");
  expect(await send(time)).toMatchObject({ statusCode: 400, json: { errors: [{ pointer: "#/time", detail: why }] } });
  expect(await get(`/logs?${new URLSearchParams({ from: time })}`)).toMatchObject({
    statusCode: 400,
    json: { errors: [{ parameter: "from", detail: why }] },
  });
  expect(await kept(await invoke(s3, { Records: [upload("leap", { eventTime: time })] }))).toMatchObject({
    stream: "rejected",
    data: { issues: [{ path: ["eventTime"], message: why }] },
  });
});

describe.each([
  ...["0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:59.999Z", "10000-01-01T00:00:00Z"],
  ...["-0001-01-01T00:00:00Z", "2016-12-31T23:59:61Z", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01"],
  ...[
    "2026-01-01T00:00:00",
    "2026-01-01T00:00:00+24:00",
    "2026-01-01T00:00:00 01:00",
    "1767225600",
    "",
    "now",
    "\u0000",
    `2026-01-01T00:00:00.${"1".repeat(100)}Z`,
  ],
  ...[0, 1767225600000, true, [], {}],
])("the time %j", (time) => {
  test("gets a 400 that points at it", async () => {
    const { statusCode, json } = await send(time);
    expect(statusCode).toBe(400);
    expect(json).toMatchObject({ errors: [{ pointer: "#/time" }] });
  });

  test("is rejected in an asynchronous event, and the function does not throw", async () => {
    const [record, fire] = [upload("times", { eventTime: time }), firing("times", { scheduledTime: time })];
    expect(await kept(await invoke(s3, { Records: [record] }))).toMatchObject({ stream: "rejected" });
    expect(await kept(await invoke(schedule, fire))).toMatchObject({ stream: "rejected" });
  });
});

test.each(["", "now", "0", "2026-01-32", "2016-12-31T23:60:60Z", "-0001-01-01T00:00:00Z", "9999-12-31T23:59:59-00:01"])(
  "the time %j gets a 400 in a query",
  async (time) => {
    for (const name of ["from", "to"])
      expect(await get(`/logs?${new URLSearchParams({ [name]: time })}`)).toMatchObject({ statusCode: 400 });
  },
);

test("a query accepts the first and the last possible time", async () => {
  const query = "from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59.999Z";
  expect(await get(`/logs?${query}`)).toMatchObject({ statusCode: 200 });
  expect(await get("/logs?from=9999-12-31T23:59:59.999Z")).toMatchObject({ statusCode: 200 });
  expect(await get("/logs?to=0000-01-01T00:00:00Z")).toMatchObject({ statusCode: 200 });
});

afterAll(expectNothingElse);
