import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { sha256Of } from "../../src/log/clip.ts";
import { expectNothingElse } from "./contents.ts";
import { invoke } from "./functions.ts";
import { s3 } from "./s3.ts";
import { BATCH, BINARY, get, JSON_TYPE, kept, post, STRUCTURED } from "./sending.ts";

const MIB = 1024 * 1024;
const Rejected = z.object({
  payload: z.unknown(),
  size: z.int(),
  sha256: z.string(),
  truncated: z.literal(true).optional(),
});
const event = (id: string) => ({ specversion: "1.0", id, source: "/s", type: "t" });

describe("a body of more than 1 MiB", () => {
  let before: object;
  beforeAll(async () => {
    before = await expectNothingElse();
  });

  // A body that is not JSON, or has a forbidden name, gets a 413 too. Parsing takes seconds, so the size is checked first.
  test.each([
    ["with JSON", `{"type":"t","data":"${"x".repeat(6 * MIB)}"}`],
    ["with a million small parts", `[${"0,".repeat(3 * MIB)}0]`],
    ["that is not JSON", "x".repeat(6 * MIB)],
    ["with brackets", "[".repeat(6 * MIB)],
    ["with a forbidden key", `{"__proto__":"${"x".repeat(6 * MIB)}"}`],
    ["with many blanks", `{"type":"t"${" ".repeat(6 * MIB)}}`],
    ["with characters of three bytes", `{"type":"t","data":"${"\u20ac".repeat(MIB / 2)}"}`],
  ])("%s gets a 413, and nothing of it is kept", async (_, body) => {
    for (const type of [JSON_TYPE, STRUCTURED, BATCH, { ...BINARY, "ce-id": "big" }])
      expect(await post(type, body)).toMatchObject({ statusCode: 413 });
    expect(await post(JSON_TYPE, Buffer.from(body).toString("base64"), true)).toMatchObject({ statusCode: 413 });
    expect(await expectNothingElse()).toEqual(before);
  });
});

test.each([
  [
    "bytes",
    { ...BINARY, "ce-id": "bytes", "content-type": "image/png" },
    Buffer.alloc(300_000).toString("base64"),
    true,
  ],
  [
    "data with numbers that JSON.stringify makes longer",
    JSON_TYPE,
    `{"type":"t","data":[${"1e20,".repeat(18_000)}0]}`,
    false,
  ],
] as const)("%s that fit in an entry get a 201, and larger data gets a 413", async (_, headers, body, isBase64) => {
  expect(await post(headers, body, isBase64)).toMatchObject({ statusCode: 201 });
  const before = await expectNothingElse();
  const more = isBase64 ? Buffer.alloc(350_000).toString("base64") : body.replace("[", `[${"1e20,".repeat(18_000)}`);
  expect(await post(headers, more, isBase64)).toMatchObject({ statusCode: 413 });
  expect(await expectNothingElse()).toEqual(before);
});

describe("a batch", () => {
  test.each([[0], [null], [{}], [event("again")]])(
    "with too many events (%j) gets a 413, and none of them is kept",
    async (one) => {
      const before = await expectNothingElse();
      const many = Array.from({ length: Math.floor(MIB / (JSON.stringify(one).length + 1)) }, () => one);
      expect(await post(BATCH, JSON.stringify(many))).toMatchObject({ statusCode: 413 });
      expect(await expectNothingElse()).toEqual(before);
    },
  );

  test("of 1,000 events gets an answer for each event", async () => {
    const many = Array.from({ length: 1000 }, (_, i) => event(`many-${i}`));
    const { statusCode, json } = await post(BATCH, JSON.stringify(many));
    expect(statusCode).toBe(207);
    expect(json).toHaveLength(1000);
    expect(json).toEqual(many.map(() => expect.objectContaining({ status: 201 })));
  });

  test("in which every event is wrong gets an answer that fits the limit of Lambda", async () => {
    const wrong = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`A${i}`, 1]));
    const many = Array.from({ length: 1000 }, (_, i) => ({ ...event(`wrong-${i}`), ...wrong }));
    expect(await post(BATCH, JSON.stringify(many))).toMatchObject({ statusCode: 207 });
  });
});

test.each([
  ["unknown fields", JSON_TYPE, { type: "t" }],
  ["attributes with wrong names", STRUCTURED, event("wrong")],
])("the answer to an event with 60,000 %s has less than 64 KB", async (_, type, good) => {
  const wrong = Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`A${i}`, 1]));
  const { statusCode, json } = await post(type, JSON.stringify({ ...good, ...wrong }));
  expect(statusCode).toBe(400);
  expect(JSON.stringify(json).length).toBeLessThan(64 * 1024);
});

test.each([
  ["characters of three bytes", "\u6f22", 120_000],
  ["characters that JSON escapes twice", '"', 180_000],
  ["control characters", "\u0001", 60_000],
])("a page of large entries with %s fits the limit of Lambda in every format", async (name, character, count) => {
  const data = character.repeat(count);
  for (let i = 0; i < 40; i++) await post(JSON_TYPE, JSON.stringify({ type: `page of ${name}`, data }));
  for (const accept of ["application/json", "text/csv", "application/x-ndjson", "application/cloudevents-batch+json"])
    expect(await get("/logs?limit=200", { accept })).toMatchObject({ statusCode: 200 });
});

describe("the payload of a rejection", () => {
  const ITEM = 400 * 1024;
  /** A bad S3 record whose JSON has this many bytes. */
  const bad = (bytes: number, character = "x") => {
    const one = Buffer.byteLength(JSON.stringify(character)) - 2;
    const record = { s3: "none", rest: "" };
    return { ...record, rest: character.repeat((bytes - JSON.stringify(record).length) / one) };
  };
  const rejected = async (record: object) => {
    const { data } = await kept(await invoke(s3, { Records: [record] }));
    return { ...Rejected.parse(data), json: JSON.stringify(data) };
  };

  test.each(["x", '"', "\u20ac", "\u0001"])(
    "is whole if it fits in an item, and otherwise its beginning is kept: %j",
    async (character) => {
      for (const bytes of [9_000, 200_000, ITEM - 1_000]) {
        const record = bad(bytes, character);
        const { payload, size, sha256, truncated } = await rejected(record);
        expect([size, sha256, truncated]).toEqual([
          Buffer.byteLength(JSON.stringify(record)),
          sha256Of(JSON.stringify(record)),
          undefined,
        ]);
        expect(payload).toEqual(record);
      }
      for (const bytes of [ITEM, 2 * ITEM]) {
        const text = JSON.stringify(bad(bytes, character));
        const { payload, size, sha256, truncated, json } = await rejected(bad(bytes, character));
        expect([size, sha256, truncated]).toEqual([Buffer.byteLength(text), sha256Of(text), true]);
        expect(text.startsWith(String(payload))).toBe(true);
        expect(Buffer.byteLength(json)).toBeGreaterThan(ITEM - 1_000);
      }
    },
  );

  test("has the size and the hash of the payload without credentials, so that nobody can guess them", async () => {
    const record = { ...bad(1_000), password: "1234" };
    const { payload, size, sha256 } = await rejected(record);
    const text = JSON.stringify({ ...record, password: "[removed]" });
    expect([JSON.stringify(payload), size, sha256]).toEqual([text, text.length, sha256Of(text)]);
  });

  test("has no part of a credential if it is cut", async () => {
    const { payload } = await rejected({ password: "s3cr3t".repeat(100_000), ...bad(2 * ITEM) });
    expect(String(payload).includes("s3cr3t")).toBe(false);
  });
});

afterAll(expectNothingElse);
