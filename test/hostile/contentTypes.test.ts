import { afterAll, describe, expect, test } from "vitest";
import { handler as http } from "../../src/handlers/http.ts";
import { handler as s3 } from "../../src/handlers/s3.ts";
import { handler as schedule } from "../../src/handlers/schedule.ts";
import { request } from "../world.ts";
import { expectAnswer } from "./answer.ts";
import { expectNothingElse } from "./contents.ts";
import { invoke } from "./functions.ts";
import { BINARY, entryAt, firing, JSON_TYPE, kept, post, upload } from "./sending.ts";

const TYPES = [
  ...["application/json", "APPLICATION/JSON", "application/json;charset=utf-8", "application/json ; charset=utf-8"],
  ...[" application/json", "application/vnd.api+json", "application/vnd.a_b+json", "application/geo+json; a=b;c=d"],
  ...["text/json", "Text/JSON; charset=utf-8", "image/foo+json", "model/gltf+json", 'a/b+c+json; profile="x;y"'],
];

describe.each(["content-type", "Content-Type", "CONTENT-TYPE"])("the header %s", (name) => {
  test.each(TYPES)("with %j means JSON, in plain JSON and in a binary CloudEvent", async (type) => {
    const { statusCode, headers } = await post({ [name]: type }, '{"type":"t","data":{"a":1}}');
    expect(statusCode).toBe(201);
    expect((await entryAt(headers["location"])).data).toEqual({ a: 1 });
    const binary = await post({ ...BINARY, "ce-id": `${name} ${type}`, [name]: type }, '{"a":1}');
    expect((await entryAt(binary.headers["location"])).data).toEqual({ a: 1 });
  });
});

test.each([
  "application/json,application/json",
  "application/json, text/plain",
  "json",
  "application/jsonp",
  "application/+json",
  "application/json+xml",
  "json/plain",
  "a/b/c",
  "?",
])("the content type %j gets a 415", async (type) => {
  expect(await post({ "content-type": type }, '{"type":"t"}')).toMatchObject({ statusCode: 415 });
});

test("the two values of a header that is sent twice are kept as one value, joined by a comma", async () => {
  const twice = await post({ ...BINARY, "ce-id": "a,a", "ce-source": "/s,/s", "ce-type": "t,t" });
  expect(await entryAt(twice.headers["location"])).toMatchObject({ originid: "a,a", source: "/s,/s", type: "t,t" });
  expect(await post({ ...BINARY, "ce-specversion": "1.0,1.0", "ce-id": "v" })).toMatchObject({ statusCode: 400 });
});

describe("a body that is not what its base64 flag says", () => {
  test.each([
    ['{"type":"t"}', true],
    [Buffer.from('{"type":"t"}').toString("base64"), false],
    ["", true],
    ["!!!", true],
    ["\ud800", true],
  ])("gets a 400: %j, %j", async (body, isBase64Encoded) => {
    expect(await post(JSON_TYPE, body, isBase64Encoded)).toMatchObject({ statusCode: 400 });
  });

  test.each(["yes", 1, null, {}])("gets a 500 if the flag is %j, which no caller can send", async (isBase64Encoded) => {
    const event = { ...request("POST", "/events", JSON_TYPE, '{"type":"t"}'), isBase64Encoded };
    expect(expectAnswer(await invoke(http, event))).toMatchObject({
      statusCode: 500,
      json: { detail: expect.stringContaining("isBase64Encoded") },
    });
  });
});

const NOT_TEXTS = [1, true, {}, [], { toString: 1 }, ["x"]].map((body) => ({ body }));
test.each(NOT_TEXTS)("a body that is not text ($body) gets a 500, because no caller can send it", async ({ body }) => {
  for (const headers of [JSON_TYPE, { ...BINARY, "ce-id": "x", "content-type": "text/plain" }])
    expect(expectAnswer(await invoke(http, { ...request("POST", "/events", headers), body }))).toMatchObject({
      statusCode: 500,
      json: { detail: expect.stringContaining("the body of this event is not right") },
    });
});

test.each(["{bad", "", '{"__proto__":1}', undefined, 7])(
  "an asynchronous event is kept even if it has a body (%j) and a content type",
  async (body) => {
    const parts = { headers: JSON_TYPE, body };
    const fired = await kept(await invoke(schedule, firing(`body-${body}`, parts)));
    expect(fired).toMatchObject({ stream: "schedule" });
    expect(await invoke(s3, { Records: [upload(`body-${body}`)], ...parts })).toMatchObject({ written: 1 });
    expect(await invoke(s3, parts)).toMatchObject({ rejected: 1 });
  },
);

test("an asynchronous event whose content type is not text is rejected, and the function does not throw", async () => {
  for (const type of [{ toString: 1 }, [], null, 7])
    expect(await invoke(s3, { headers: { "content-type": type } })).toMatchObject({ rejected: 1 });
});

afterAll(expectNothingElse);
