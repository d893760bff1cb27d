import { afterAll, describe, expect, test } from "vitest";
import { expectNothingElse } from "./contents.ts";
import { invoke } from "./functions.ts";
import { s3 } from "./s3.ts";
import { get, kept, upload } from "./sending.ts";

const SCRIPTS = {
  Latin: "a",
  Greek: "\u03c9",
  Cyrillic: "\u0436",
  Arabic: "\u0639",
  Hebrew: "\u05d0",
  Devanagari: "\u0928\u093f",
  Thai: "\u0e01\u0e33",
  Han: "\u6f22",
  Hangul: "\ud55c",
  Ethiopic: "\u1230",
  Gothic: "\u{10330}",
  emoji: "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}",
  "combining marks": "e\u0301",
  "private use": "\ue000\u{10fffd}",
  controls: "\u0000\u0007\u001b\u007f",
};

/** Encodes a key as S3 does in a notification, which is the encoding of HTML forms. */
const encoded = (key: string) => encodeURIComponent(key).replaceAll("%20", "+");

const isFoundBy = async (subject: string) => {
  const { json } = await get(`/logs?subject=${encodeURIComponent(subject)}`);
  expect(json).toMatchObject({ entries: [{ subject }] });
};

/** Control characters are percent-encoded in a subject. */
const subjectOf = (key: string) => key.replace(/\p{Control}/gu, encodeURIComponent);

describe("a key of 1,024 bytes", () => {
  test.each(Object.entries(SCRIPTS))(
    "in %s is decoded, kept whole, and found by its subject",
    async (_, characters) => {
      const room = 1024 - Buffer.byteLength(characters);
      let key = characters;
      while (Buffer.byteLength(key) <= room) key += characters;
      key += "z".repeat(1024 - Buffer.byteLength(key));
      expect(Buffer.byteLength(key)).toBe(1024);
      expect((await kept(await invoke(s3, { Records: [upload(encoded(key))] }))).subject).toBe(subjectOf(key));
      await isFoundBy(subjectOf(key));
    },
  );
});

test.each([
  "100%",
  "a+b",
  "a b",
  "#",
  "a#b#",
  "a\nb",
  "a\r\n",
  "a\tb",
  "%41",
  "%%",
  "?x=1&y",
  "/",
  "//",
  ".",
  "../..",
  '"',
  "\\",
  "\u2028",
])("the key %j is kept as it is in the bucket, and finds its entry", async (key) => {
  expect((await kept(await invoke(s3, { Records: [upload(encoded(key))] }))).subject).toBe(subjectOf(key));
  await isFoundBy(subjectOf(key));
});

test("keys that differ only in a control character and its escape have different subjects", async () => {
  const Records = ["two\nlines", "two%0Alines", "two%250Alines"].map((key) => upload(encoded(key)));
  expect(await invoke(s3, { Records })).toMatchObject({ written: 3 });
  for (const subject of ["two%0Alines", "two%250Alines", "two%25250Alines"]) await isFoundBy(subject);
});

test.each(["100%", "%", "%E0%A4%A", "%ff", "a%zz+b"])(
  "the key %j, which S3 would not send, is kept unchanged",
  async (key) => {
    expect((await kept(await invoke(s3, { Records: [upload(key)] }))).subject).toBe(key);
  },
);

test.each(["", "x".repeat(3073), "\ud800", 7, null, ["k"], { toString: "k" }])(
  "the key %j is rejected",
  async (key) => {
    const record = upload("k");
    const s3Part = { ...record.s3, object: { key, sequencer: "1" } };
    const entry = await kept(await invoke(s3, { Records: [{ ...record, s3: s3Part }] }));
    expect(entry).toMatchObject({ data: { issues: [{ path: ["s3", "object", "key"] }] } });
  },
);

test("keys that differ only in their Unicode normalization are different", async () => {
  const Records = ["\u00e9", "e\u0301"].map((key) => upload(encoded(key)));
  expect(await invoke(s3, { Records })).toMatchObject({ written: 2 });
});

afterAll(expectNothingElse);
