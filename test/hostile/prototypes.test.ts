import { afterAll, describe, expect, test } from "vitest";
import { handler as schedule } from "../../src/handlers/schedule.ts";
import { expectNothingElse } from "./contents.ts";
import { invoke } from "./functions.ts";
import { s3 } from "./s3.ts";
import { BATCH, BINARY, entryAt, firing, get, JSON_TYPE, kept, post, STRUCTURED, upload } from "./sending.ts";

const before = Object.getOwnPropertyNames(Object.prototype);
const POISON = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":{"polluted":1}}';

const nestedText = (depth: number) => `${'{"a":'.repeat(depth)}${POISON}${"}".repeat(depth)}`;

describe.each([0, 1, 100])("the names of prototypes at depth %i", (depth) => {
  test("get a 400 in the body of a request", async () => {
    for (const type of [JSON_TYPE, STRUCTURED, BATCH])
      expect(await post(type, nestedText(depth))).toMatchObject({ statusCode: 400 });
  });

  test("are kept unchanged in the input of a schedule", async () => {
    const event = firing(`proto-${depth}`, { detail: JSON.parse(nestedText(depth)) });
    const { data } = await kept(await invoke(schedule, event));
    expect(JSON.stringify(data)).toBe(nestedText(depth));
  });

  test("are kept unchanged in an S3 record, accepted or rejected", async () => {
    const added = JSON.parse(nestedText(depth));
    const { data } = await kept(await invoke(s3, { Records: [upload(`${depth}`, { glacierEventData: added })] }));
    expect(JSON.stringify(data)).toContain(nestedText(depth));
    const rejected = await kept(await invoke(s3, { Records: [{ ...upload("bad"), eventTime: null, added }] }));
    expect(JSON.stringify(rejected)).toContain(nestedText(depth));
  });
});

test("a field __proto__ at the top of a rejected event is kept unchanged", async () => {
  const event = JSON.parse(`{"job":"proto","__proto__":{"polluted":1}}`);
  expect(JSON.stringify(await kept(await invoke(schedule, event)))).toContain('"__proto__":{"polluted":1}');
});

test.each(["constructor", "prototype", "then"])("%s is an extension like any other", async (name) => {
  const { headers } = await post({ ...BINARY, "ce-id": name, [`ce-${name}`]: "kept" });
  expect(await entryAt(headers["location"])).toMatchObject({ [name]: "kept" });
});

test("an extension named __proto__ gets a 400 that names it", async () => {
  const { statusCode, json } = await post({ ...BINARY, "ce-id": "proto", "ce-__proto__": "lost?" });
  expect(statusCode).toBe(400);
  expect(json).toMatchObject({ errors: [{ header: "ce-__proto__" }] });
});

test.each(["pk", "sk", "about", "arrival", "expiresat", "extensions", "subjects"])(
  "an extension named %s changes no other field",
  async (name) => {
    const event = {
      specversion: "1.0",
      id: name,
      source: "/s",
      type: "t",
      subject: "s",
      [name]: "mine",
      data: { a: 1 },
    };
    const { headers } = await post(STRUCTURED, JSON.stringify(event));
    const { id, ...sent } = event;
    expect(await entryAt(headers["location"])).toMatchObject({ ...sent, originid: id, stream: "http" });
  },
);

test.each(["__proto__", "constructor", "prototype", "toString"])(
  "%s is not a parameter or an id, and is ignored as a header",
  async (name) => {
    expect(await get(`/logs?${name}=1`)).toMatchObject({ statusCode: 400, json: { errors: [{ parameter: name }] } });
    expect(await get(`/logs/${name}`)).toMatchObject({ statusCode: 404 });
    expect(await get(`/${name}`)).toMatchObject({ statusCode: 404 });
    expect(await get("/logs", Object.fromEntries([[name, "x"]]))).toMatchObject({ statusCode: 200 });
  },
);

test.each(["__proto__", "constructor", "toString", "__defineGetter__", "aws:kafka"])(
  "a record with the eventSource %s is accepted only if it has the form of an S3 record",
  async (eventSource) => {
    const report = await invoke(s3, { Records: [{ ...upload("k"), eventSource }, { eventSource }] });
    expect(report).toMatchObject({ received: 2, rejected: 1 });
  },
);

afterAll(async () => {
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  expect({}).not.toHaveProperty("polluted");
  await expectNothingElse();
});
