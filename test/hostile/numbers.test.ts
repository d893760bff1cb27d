import { afterAll, describe, expect, test } from "vitest";
import { handler as http } from "../../src/handlers/http.ts";
import { handler as logs } from "../../src/handlers/logs.ts";
import { handler as schedule } from "../../src/handlers/schedule.ts";
import { http as triggerOf } from "../../src/schemas/http.ts";
import { newWorld, request } from "../world.ts";
import { expectNothingElse } from "./contents.ts";
import { invoke } from "./functions.ts";
import { s3 } from "./s3.ts";
import { BATCH, BINARY, firing, JSON_TYPE, kept, post, STRUCTURED, upload } from "./sending.ts";

/** Numbers that a double cannot hold. */
const INEXACT = [
  ...["9007199254740993", "-9007199254740993", "12345678901234567890", "123456789012345678901234567890"],
  ...["1e400", "-1E+400", "1e-400", `1${"0".repeat(400)}`, `0.${"0".repeat(400)}1`, "1e999999999999999999999"],
  ...["0.1000000000000000055511151231257827", "3.14159265358979323846264338327950288"],
  ...["-0", "-0.0", "-0e5", "2.4703282292062328e-324", "1.7976931348623159e308", "4e-324"],
];
/** Numbers that a double can hold, each with the text that JSON.stringify writes. */
const EXACT = [
  ...[
    ["1.10", "1.1"],
    ["1E5", "100000"],
    ["1e21", "1e+21"],
    ["1e-7", "1e-7"],
    ["0.30000000000000000000", "0.3"],
  ],
  ...[
    ["5e-324", "5e-324"],
    ["1e308", "1e+308"],
    ["1.7976931348623157e308", "1.7976931348623157e+308"],
  ],
  ...[
    ["9007199254740992", "9007199254740992"],
    ["0.000", "0"],
    ["0e999999", "0"],
    ["100e-2", "1"],
    ["0.1", "0.1"],
  ],
  ...[
    [`1${"0".repeat(20)}`, "100000000000000000000"],
    [`0.${"0".repeat(400)}`, "0"],
    ["-0.5", "-0.5"],
  ],
] as const;

const textAt = async (path: string, accept = "application/json"): Promise<string> => {
  const { statusCode, body } = await invoke(logs, request("GET", path, { accept }));
  expect(statusCode).toBe(200);
  return body ?? "";
};
/** The JSON text of an entry's data, as the log returns it. */
const dataAt = async (path = ""): Promise<string> => (await textAt(path)).replace(/^.*,"data":(.*)\}$/s, "$1");

const sent = async (headers: Readonly<Record<string, string>>, body: string) => {
  const answer = await post(headers, body);
  expect(answer.statusCode).toBe(201);
  return dataAt(answer.headers["location"]);
};
const event = (id: string, data: string, more = "") =>
  `{"specversion":"1.0","id":${JSON.stringify(id)},"source":"/numbers","type":"t"${more},"data":${data}}`;

describe.each(INEXACT)("the number %s in data, which a double cannot hold,", (number) => {
  const data = `{"a":[1,${number},{"b":${number}}],"c":"${number}","${number}":0.5}`;

  test("is returned as it was sent, for each way to send an event", async () => {
    expect(await sent(JSON_TYPE, `{"type":"t","data":${number}}`)).toBe(number);
    expect(await sent(JSON_TYPE, `{"data" : [ ${number} ],"type":"t"}`)).toBe(`[${number}]`);
    expect(JSON.parse(await sent(JSON_TYPE, `{"type":"t","data":${data}}`))).toEqual(JSON.parse(data));
    expect(await sent(STRUCTURED, event(`structured ${number}`, `[${number}]`))).toBe(`[${number}]`);
    expect(await sent({ ...BINARY, ...JSON_TYPE, "ce-id": `binary ${number}` }, `[${number}]`)).toBe(`[${number}]`);
    expect(await sent({ ...BINARY, ...JSON_TYPE, "ce-id": `bare ${number}` }, number)).toBe(number);
  });

  test("stays in its own event of a batch", async () => {
    const batch = ["1", `[${number}]`, '"1"', `{"n":${number}}`].map((data, i) => event(`batch ${i} ${number}`, data));
    const { json } = await post(BATCH, `[${batch}]`);
    const parts = json as readonly { location: string }[];
    expect(await Promise.all(parts.map(({ location }) => dataAt(location)))).toEqual([
      ...["1", `[${number}]`, '"1"', `{"n":${number}}`],
    ]);
  });

  test("is kept as it was sent if the event is rejected", async () => {
    for (const body of [`{"payload":{"n":${number}}}`, `[${number}]`, `{"type":${number}}`]) {
      const { statusCode, json } = await post(JSON_TYPE, body);
      expect(statusCode).toBe(400);
      expect(await textAt((json as { instance: string }).instance)).toContain(`"event":${body}`);
    }
  });

  test("is not accepted as text, extension or time, and the error calls it a number", async () => {
    const plain = await post(JSON_TYPE, `{"type":${number}}`);
    expect(plain.json).toMatchObject({
      errors: [{ pointer: "#/type", detail: expect.stringMatching(/received number$/) }],
    });
    const whole = await post(JSON_TYPE, number);
    expect(whole.json).toMatchObject({
      errors: [{ pointer: "#", detail: expect.stringMatching(/received (number|-?Infinity)$/) }],
    });
    for (const field of ["subject", "time", "ext"]) {
      const { statusCode, json } = await post(STRUCTURED, event(`field ${number}`, "1", `,"${field}":${number}`));
      expect(statusCode).toBe(400);
      expect(json).toMatchObject({ errors: [{ pointer: `#/${field}` }] });
    }
  });
});

test("a number is returned as it was sent in every format", async () => {
  const number = "12345678901234567890.5";
  await sent(STRUCTURED, event("formats", `{"n":${number}}`, ',"subject":"formats"'));
  const path = "/logs?subject=formats";
  expect(await textAt(path)).toContain(`"data":{"n":${number}}`);
  expect(await textAt(path, "application/x-ndjson")).toContain(`"data":{"n":${number}}`);
  expect(await textAt(path, "application/cloudevents-batch+json")).toContain(`"data":{"n":${number}}`);
  expect(await textAt(path, "text/csv")).toContain(`"{""n"":${number}}"`);
  expect(await textAt("/logs?follow=-1h&subject=formats")).not.toContain("null");
});

test.each(EXACT)("the number %s, which a double can hold, is returned as %s", async (number, written) => {
  expect(await sent(JSON_TYPE, `{"type":"t","data":[${number}]}`)).toBe(`[${written}]`);
});

test("digits inside a string or a key are never changed", async () => {
  const text = ' 12345678901234567890, -0, 1e400, [12345678901234567890]:12345678901234567890 "';
  const data = JSON.stringify({ [text]: text, "12345678901234567890": [text, 1] });
  expect(await sent(JSON_TYPE, `{"type":"t","data":${data}}`)).toBe(data);
});

test.each([
  ["plain JSON", JSON_TYPE, (data: string) => `{"type":"t","data":${data}}`],
  ["a structured CloudEvent", STRUCTURED, (data: string) => event("work", data)],
  ["a binary CloudEvent", { ...BINARY, ...JSON_TYPE, "ce-id": "binary work" }, (data: string) => data],
])("the work gets ordinary numbers from %s: the nearest double, or Infinity", async (_, headers, bodyWith) => {
  const world = await newWorld();
  const seen: unknown[] = [];
  const working = world.onEvent(triggerOf("http"), ({ data }, { entry }) => {
    seen.push(data, entry.data);
    return structuredClone(data);
  });
  const data = '{"amount":12345678901234567890.123,"huge":-1e400,"tiny":1e-400,"zero":-0,"half":0.5}';
  const answer = await invoke(working, request("POST", "/events", headers, bodyWith(data)));
  const doubles = { amount: 12345678901234567000, huge: Number.NEGATIVE_INFINITY, tiny: 0, zero: -0, half: 0.5 };
  expect(seen).toEqual([doubles, doubles]);
  const { body = "" } = await invoke(world.logs, request("GET", answer.headers?.["location"] ?? ""));
  expect(body).toContain(`"data":${data}`);
});

test("two bad events that differ only in a number that a double cannot hold leave two rejections", async () => {
  const instances = ["1e400", "1e401", "null"].map(async (n) => (await post(JSON_TYPE, `{"bad":${n}}`)).json);
  const ids = (await Promise.all(instances)).map((json) => (json as { instance: string }).instance);
  expect(new Set(ids).size).toBe(3);
});

test("a bad event with a number of half a million digits gets a 400", async () => {
  const number = `1${"0".repeat(500_000)}1`;
  const answer = await invoke(http, request("POST", "/events", JSON_TYPE, `{"kind":"t","data":${number}}`));
  expect(answer.statusCode).toBe(400);
});

test("a number beyond a double becomes null in a firing, because Lambda parses the event before the function", async () => {
  const detail = JSON.parse("[1e308,5e-324,1e400]");
  const { data } = await kept(await invoke(schedule, firing("numbers", { detail })));
  expect(data).toEqual([1e308, 5e-324, null]);
});

test.each(["2147483648", "1.5", "1e308", "1e400", "-2147483649", "1.00000000000000000001"])(
  "the number %s in an extension gets a 400",
  async (number) => {
    expect(await post(STRUCTURED, event(number, "1", `,"ext":${number}`))).toMatchObject({
      statusCode: 400,
      json: { errors: [{ pointer: "#/ext" }] },
    });
  },
);

test.each(["1e400", "-1e400", '"1e3"', "{}"])(
  "an upload with the size %s is rejected, and the issue has the path of the size",
  async (size) => {
    const record = upload("size");
    const s3Part = { ...record.s3, object: { ...record.s3.object, size: JSON.parse(size) } };
    const { data } = await kept(await invoke(s3, { Records: [{ ...record, s3: s3Part }] }));
    expect(data).toMatchObject({ issues: [{ path: ["s3", "object", "size"] }] });
  },
);

test.each(["type", "subject", "source", "id", "time", "datacontenttype"])(
  "a number for %s gets a 400 that points at it",
  async (field) => {
    const sent = { specversion: "1.0", id: `n-${field}`, source: "/s", type: "t", [field]: 5e-324 };
    const { statusCode, json } = await post(STRUCTURED, JSON.stringify(sent));
    expect(statusCode).toBe(400);
    expect(json).toMatchObject({ errors: [{ pointer: `#/${field}` }] });
  },
);

afterAll(expectNothingElse);
