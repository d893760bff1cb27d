import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectNothingElse } from "./contents.ts";
import { BATCH, BINARY, get, JSON_TYPE, post, STRUCTURED } from "./sending.ts";

const MIB = 1024 * 1024;
const event = (id: string) => ({ specversion: "1.0", id, source: "/s", type: "t" });

describe("a body of more than 1 MiB", () => {
  let before: object;
  beforeAll(async () => {
    before = await expectNothingElse();
  });

  // What is no JSON, or holds a key that is forbidden, is a 413 as well: its size is seen before it is parsed, which took seconds.
  test.each([
    ["of JSON", `{"type":"t","data":"${"x".repeat(6 * MIB)}"}`],
    ["of a million little parts", `[${"0,".repeat(3 * MIB)}0]`],
    ["of no JSON", "x".repeat(6 * MIB)],
    ["of brackets", "[".repeat(6 * MIB)],
    ["with a forbidden key", `{"__proto__":"${"x".repeat(6 * MIB)}"}`],
    ["of blanks, around little", `{"type":"t"${" ".repeat(6 * MIB)}}`],
    ["of three-byte characters", `{"type":"t","data":"${"\u20ac".repeat(MIB / 2)}"}`],
  ])("%s is a 413, and nothing of it is kept", async (_, body) => {
    for (const type of [JSON_TYPE, STRUCTURED, BATCH, { ...BINARY, "ce-id": "big" }])
      expect(await post(type, body)).toMatchObject({ statusCode: 413 });
    expect(await post(JSON_TYPE, Buffer.from(body).toString("base64"), true)).toMatchObject({ statusCode: 413 });
    expect(await expectNothingElse()).toEqual(before);
  });
});

test.each([
  [
    "binary data",
    { ...BINARY, "ce-id": "bytes", "content-type": "image/png" },
    Buffer.alloc(300_000).toString("base64"),
    true,
  ],
  ["numbers that JSON.stringify writes longer", JSON_TYPE, `{"type":"t","data":[${"1e20,".repeat(18_000)}0]}`, false],
] as const)(
  "%s of less than an entry is taken, and of more than an entry a 413",
  async (_, headers, body, isBase64) => {
    expect(await post(headers, body, isBase64)).toMatchObject({ statusCode: 201 });
    const before = await expectNothingElse();
    const more = isBase64 ? Buffer.alloc(350_000).toString("base64") : body.replace("[", `[${"1e20,".repeat(18_000)}`);
    expect(await post(headers, more, isBase64)).toMatchObject({ statusCode: 413 });
    expect(await expectNothingElse()).toEqual(before);
  },
);

describe("a batch", () => {
  test.each([[0], [null], [{}], [event("again")]])(
    "of far too many %j is a 413, and none of it is kept",
    async (one) => {
      const before = await expectNothingElse();
      const many = Array.from({ length: Math.floor(MIB / (JSON.stringify(one).length + 1)) }, () => one);
      expect(await post(BATCH, JSON.stringify(many))).toMatchObject({ statusCode: 413 });
      expect(await expectNothingElse()).toEqual(before);
    },
  );

  test("of 1,000 events is kept, each by itself", async () => {
    const many = Array.from({ length: 1000 }, (_, i) => event(`many-${i}`));
    const { statusCode, json } = await post(BATCH, JSON.stringify(many));
    expect(statusCode).toBe(207);
    expect(json).toHaveLength(1000);
    expect(json).toEqual(many.map(() => expect.objectContaining({ status: 201 })));
  });

  test("in which all is wrong has an answer that Lambda takes", async () => {
    const wrong = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`A${i}`, 1]));
    const many = Array.from({ length: 1000 }, (_, i) => ({ ...event(`wrong-${i}`), ...wrong }));
    expect(await post(BATCH, JSON.stringify(many))).toMatchObject({ statusCode: 207 });
  });
});

test.each([
  ["unknown fields", JSON_TYPE, { type: "t" }],
  ["attributes of wrong names", STRUCTURED, event("wrong")],
])("what is said of 60,000 %s takes no more than was sent", async (_, type, good) => {
  const wrong = Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`A${i}`, 1]));
  const { statusCode, json } = await post(type, JSON.stringify({ ...good, ...wrong }));
  expect(statusCode).toBe(400);
  expect(JSON.stringify(json).length).toBeLessThan(64 * 1024);
});

test.each([
  ["three bytes a character", "\u6f22", 120_000],
  ["characters that JSON escapes twice over", '"', 180_000],
  ["controls", "\u0001", 60_000],
])("a page of entries full of %s is one that Lambda takes, in any format", async (name, character, count) => {
  const data = character.repeat(count);
  for (let i = 0; i < 40; i++) await post(JSON_TYPE, JSON.stringify({ type: `page of ${name}`, data }));
  for (const accept of ["application/json", "text/csv", "application/x-ndjson", "application/cloudevents-batch+json"])
    expect(await get("/logs?limit=200", { accept })).toMatchObject({ statusCode: 200 });
});

afterAll(expectNothingElse);
