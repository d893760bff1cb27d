import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodedKey } from "../../../src/local/s3/notification/decodedKey.ts";
import { encodedKey } from "../../../src/local/s3/notification/record.ts";
import { isPlain } from "../../../src/local/s3/store/isPlain.ts";
import { spellings } from "../../../src/local/s3/store/spellings.ts";
import { started } from "./started.ts";

const Bucket = "bucket";

/** Names that are dangerous, alike, or prefixes of each other. */
const segment = fc.oneof(
  fc.constantFrom(
    "a",
    "A",
    "b",
    "",
    ".",
    "..",
    "%2e%2e",
    "%",
    "+",
    " ",
    "a ",
    "é",
    "e\u0301",
    "CON",
    "nul.txt",
    "a:b",
    "\\",
  ),
  fc.constantFrom(
    "ß",
    "SS",
    "ſ",
    "x".repeat(300),
    ".s3",
    ".DS_Store",
    "..\\..",
    "日本",
    "\u{1f600}",
    "~",
    "$HOME",
    "-rf",
    "'\"`",
  ),
  fc.string({ unit: "binary", minLength: 1, maxLength: 8 }),
);
const keys = fc
  .array(segment, { minLength: 1, maxLength: 5 })
  .map((names) => names.join("/"))
  .filter((key) => key !== "" && key.isWellFormed() && Buffer.byteLength(key) <= 1024);

const list = async (client: S3Client) => {
  const found: string[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket, EncodingType: "url" }))
    found.push(...(page.Contents ?? []).map(({ Key = "" }) => decodedKey(Key)));
  return found;
};
const read = async (client: S3Client, Key: string) =>
  (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

test("any keys beside each other keep their own bytes, also after a restart, and nothing is written elsewhere", async () => {
  const operation = fc.record({
    key: keys,
    isDelete: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
    body: fc.string({ minLength: 1, maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 20 }), async (operations) => {
      const parent = await mkdtemp(join(tmpdir(), "keys-"));
      const folder = join(parent, "uploads");
      const first = await started({ folder });
      const expected = new Map<string, string>();
      for (const { key, isDelete, body } of operations) {
        if (isDelete) await first.client.send(new DeleteObjectCommand({ Bucket, Key: key }));
        else await first.client.send(new PutObjectCommand({ Bucket, Key: key, Body: body }));
        if (isDelete) expected.delete(key);
        else expected.set(key, body);
      }
      await first.stop();
      const second = await started({ folder });
      const inOrder = [...expected.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(await list(second.client)).toEqual(inOrder);
      for (const [key, body] of expected) expect(await read(second.client, key)).toBe(body);
      // A restart changes nothing, so it tells nothing.
      expect(second.records).toEqual([]);
      expect(
        first.records
          .map(({ s3 }) => decodedKey(s3.object.key))
          .every((key) => operations.some((one) => one.key === key)),
      ).toBe(true);
      await second.stop();
      expect((await readdir(parent)).sort()).toEqual(["uploads"]);
      expect((await readdir(folder)).sort()).toEqual([".s3", "bucket", "versioned"]);
      await rm(parent, { recursive: true });
    }),
    { numRuns: 40 },
  );
});

describe("a simple key", () => {
  test.each(["photo.jpg", "2026/03/report 1+2 100%.csv", "ü/日本語.txt", "archive.tar.gz", ".env", "a-b_c=d@e,f;g&h"])(
    "%s is a file that a person finds",
    async (key) => {
      const { client, folder } = await started();
      await client.send(new PutObjectCommand({ Bucket, Key: key, Body: "hello" }));
      expect(await readFile(join(folder, Bucket, key), "utf8")).toBe("hello");
      await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
      expect(await readdir(join(folder, Bucket))).toEqual([]);
    },
  );
});

test("two keys that some file system takes for one are never both files", () => {
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 30 }), (all) => {
      const taken = spellings();
      const plain = new Set<string>();
      for (const key of all)
        if (!plain.has(key) && isPlain(key) && taken.isFree(key)) {
          taken.add(key);
          plain.add(key);
        }
      const folded = (path: string) => path.normalize("NFD").toLowerCase();
      for (const a of plain)
        for (const b of plain)
          if (a !== b) {
            expect(folded(a)).not.toBe(folded(b));
            expect(folded(a).startsWith(`${folded(b)}/`)).toBe(false);
          }
      for (const key of plain) taken.remove(key);
      for (const key of plain) expect(taken.isFree(key.toUpperCase())).toBe(true);
    }),
  );
});

test("a key of 1,024 bytes, and one with a folder of 300 bytes, are objects", async () => {
  const { client } = await started();
  for (const key of ["é".repeat(512), `${"x".repeat(300)}/a`, `${"d/".repeat(511)}ab`]) {
    await client.send(new PutObjectCommand({ Bucket, Key: key, Body: "hello" }));
    expect(await read(client, key)).toBe("hello");
  }
});

test("a folder that is a link is not followed", async () => {
  const { client, folder } = await started();
  const elsewhere = await mkdtemp(join(tmpdir(), "elsewhere-"));
  await symlink(elsewhere, join(folder, Bucket, "link"));
  await client.send(new PutObjectCommand({ Bucket, Key: "link/a", Body: "hello" }));
  expect(await readdir(elsewhere)).toEqual([]);
  expect(await read(client, "link/a")).toBe("hello");
});

test("a folder that a person made where a key's file would be is left alone", async () => {
  const { client, folder } = await started();
  await mkdir(join(folder, Bucket, "a"));
  await client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "hello" }));
  expect(await read(client, "a")).toBe("hello");
  expect((await stat(join(folder, Bucket, "a"))).isDirectory()).toBe(true);
});

test("a key in a notification is encoded as S3 does it, and comes back", () => {
  expect(encodedKey("a b+c/100%.txt")).toBe("a+b%2Bc/100%25.txt");
  expect(encodedKey("日本語/写真 😀.png")).toBe("%E6%97%A5%E6%9C%AC%E8%AA%9E/%E5%86%99%E7%9C%9F+%F0%9F%98%80.png");
  expect(encodedKey("logs/year=2026/part@1.gz")).toBe("logs/year%3D2026/part%401.gz");
  fc.assert(fc.property(keys, (key) => void expect(decodedKey(encodedKey(key))).toBe(key)));
});
