import { afterAll, describe, expect, test } from "vitest";
import { handler as s3 } from "../../src/handlers/s3.ts";
import { handler as schedule } from "../../src/handlers/schedule.ts";
import { expectNothingElse } from "./contents.ts";
import { invoke } from "./functions.ts";
import { entryAt, firing, get, kept, post, STRUCTURED, upload } from "./sending.ts";

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
  ["2026-01-01t00:00:00.123456789z", "2026-01-01T00:00:00.123Z"],
])("the time %s is kept as %s, and its entry is found by its id and its time", async (time, utc) => {
  const { statusCode, headers } = await send(time);
  expect(statusCode).toBe(201);
  expect(await entryAt(headers["location"])).toMatchObject({ time: utc, originid: `at ${JSON.stringify(time)}` });
  const to = new Date(Date.parse(utc) + 1).toISOString();
  const { json } = await get(`/logs?from=${utc}&to=${to}&source=/times`);
  expect(JSON.stringify(json)).toContain(`"time":"${utc}"`);
});

describe.each([
  ...["0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:59.999Z", "10000-01-01T00:00:00Z"],
  ...["-0001-01-01T00:00:00Z", "2016-12-31T23:59:60Z", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01"],
  ...[
    "2026-01-01T00:00:00",
    "2026-01-01T00:00:00+24:00",
    "2026-01-01T00:00:00 01:00",
    "1767225600",
    "",
    "now",
    "\u0000",
  ],
  ...[0, 1767225600000, true, [], {}],
])("the time %j", (time) => {
  test("is a 400 that points at it", async () => {
    const { statusCode, json } = await send(time);
    expect(statusCode).toBe(400);
    expect(json).toMatchObject({ errors: [{ pointer: "#/time" }] });
  });

  test("is rejected in what Lambda hands over, and never an error", async () => {
    const [record, fire] = [upload("times", { eventTime: time }), firing("times", { scheduledTime: time })];
    expect(await kept(await invoke(s3, { Records: [record] }))).toMatchObject({ stream: "rejected" });
    expect(await kept(await invoke(schedule, fire))).toMatchObject({ stream: "rejected" });
  });
});

test.each(["", "now", "0", "2026-01-01", "2016-12-31T23:59:60Z", "-0001-01-01T00:00:00Z", "9999-12-31T23:59:59-00:01"])(
  "the time %j is a 400 in a query",
  async (time) => {
    for (const name of ["from", "to"])
      expect(await get(`/logs?${new URLSearchParams({ [name]: time })}`)).toMatchObject({ statusCode: 400 });
  },
);

test("the first and the last time there are can be asked for", async () => {
  const query = "from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59.999Z";
  expect(await get(`/logs?${query}`)).toMatchObject({ statusCode: 200 });
  expect(await get("/logs?from=9999-12-31T23:59:59.999Z")).toMatchObject({ statusCode: 200 });
  expect(await get("/logs?to=0000-01-01T00:00:00Z")).toMatchObject({ statusCode: 200 });
});

afterAll(expectNothingElse);
