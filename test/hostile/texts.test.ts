import { afterAll, describe, expect, test } from "vitest";
import { handler as schedule } from "../../src/handlers/schedule.ts";
import { expectNothingElse } from "./contents.ts";
import { invoke } from "./functions.ts";
import { s3 } from "./s3.ts";
import { BINARY, entryAt, firing, get, JSON_TYPE, kept, post, STRUCTURED, upload } from "./sending.ts";

const event = { specversion: "1.0", id: "texts", source: "/s", type: "t" };
const FIELDS = ["id", "source", "type", "subject", "datacontenttype", "dataschema", "ext"];
const HALVES = ["\ud800", "\udc00\ud800", "a\udfff"];
/** Texts that the type system of CloudEvents 1.0.2 forbids. */
const NOT_TEXT = [
  ...["a\u0000b", "\n", "\t", "\r", "\u001f", "\u007f", "\u0080", "\u009f"],
  ...["\ufdd0", "\ufdef", "\ufffe", "\uffff", "\u{1fffe}", "\u{1ffff}", "x\u{10ffff}"],
];

describe.each(FIELDS)("the field %s of a CloudEvent", (field) => {
  test.each(HALVES)("with half of a surrogate pair (%j) gets a 400", async (half) => {
    expect(await post(STRUCTURED, JSON.stringify({ ...event, [field]: half }))).toMatchObject({
      statusCode: 400,
      json: { errors: [{ pointer: `#/${field}` }] },
    });
  });

  test.each(NOT_TEXT)("with a control character or a noncharacter (%j) gets a 400", async (text) => {
    expect(await post(STRUCTURED, JSON.stringify({ ...event, [field]: text }))).toMatchObject({
      statusCode: 400,
      json: { errors: [{ pointer: `#/${field}`, detail: expect.stringContaining("control character") }] },
    });
  });

  test.each(["\u00a0", "\ufeff", "\u202e\u2066", "#", "a#b#", "\ufffd", "\u{1f469}\u200d\u{1f680}", " "])(
    "is kept unchanged: %j",
    async (text) => {
      const sent = { ...event, id: `${field} ${text}`, [field]: text };
      const { headers } = await post(STRUCTURED, JSON.stringify(sent));
      const { id, ...rest } = sent;
      expect(await entryAt(headers["location"])).toMatchObject({ ...rest, originid: id });
    },
  );
});

test.each(NOT_TEXT)("plain JSON with %j in its type or its subject gets a 400 that points at it", async (text) => {
  for (const field of ["type", "subject"])
    expect(await post(JSON_TYPE, JSON.stringify({ type: "t", [field]: text }))).toMatchObject({
      statusCode: 400,
      json: { errors: [{ pointer: `#/${field}`, detail: expect.stringContaining("control character") }] },
    });
});

test.each(["\ud800", "\u0000", "", "A", "#", "~/", "x".repeat(5_000)])(
  "an attribute named %j gets a 400 that points at it",
  async (name) => {
    for (const value of [1, 1.5, "text"]) {
      const { statusCode, json } = await post(STRUCTURED, JSON.stringify({ ...event, [name]: value }));
      expect(statusCode).toBe(400);
      expect(json).toMatchObject({ errors: [{ pointer: expect.stringMatching(/^#\//) }] });
    }
  },
);

test("every text in data is kept unchanged, in keys and in values", async () => {
  const data = Object.fromEntries([...HALVES, ...NOT_TEXT, "\u0000", "", "\u2028"].map((text) => [text, text]));
  const { headers } = await post(JSON_TYPE, JSON.stringify({ type: "t", data }));
  expect((await entryAt(headers["location"])).data).toEqual(data);
  expect((await kept(await invoke(schedule, firing("texts", { detail: data })))).data).toEqual(data);
});

test.each(["type", "source", "subject"])("a %s with a # finds its own entry and no other", async (field) => {
  const texts = ["a#b", "a", "a#", "#a", "a#b#c"].map((text) => `${field}:${text}`);
  for (const text of texts) await post(STRUCTURED, JSON.stringify({ ...event, id: text, [field]: text }));
  for (const text of texts) {
    const { json } = await get(`/logs?${field}=${encodeURIComponent(text)}`);
    expect(json).toMatchObject({ entries: [{ originid: text }] });
  }
});

describe("a record of S3", () => {
  const bad = [
    ["awsRegion", "\ud800"],
    ["awsRegion", "x".repeat(500_000)],
    ["eventName", "\ud800"],
    ["eventName", ""],
    ["eventName", "x".repeat(500_000)],
  ] as const;
  test.each(bad)(
    "with a field %s that an item cannot hold is rejected, so that Lambda does not retry it",
    async (field, text) => {
      expect(await kept(await invoke(s3, { Records: [upload("k", { [field]: text })] }))).toMatchObject({
        stream: "rejected",
        data: { issues: [{ path: [field] }] },
      });
    },
  );
});

test("the firing of a schedule without a name has no subject", async () => {
  const entry = await kept(await invoke(schedule, firing("")));
  expect(entry).not.toHaveProperty("subject");
});

test("a header with any bytes gets a 201 or a 400", async () => {
  for (const text of ["%ED%A0%80", "%", "%00", "\u00ff", '"\\', "a,a"]) {
    const { statusCode } = await post({ ...BINARY, "ce-id": `h ${text}`, "ce-subject": text });
    expect([201, 400]).toContain(statusCode);
  }
});

afterAll(expectNothingElse);
