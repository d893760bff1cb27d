import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { writeWhole } from "../../writeWhole.ts";
import { S3Error } from "../s3Error.ts";
import type { Folders } from "./folders.ts";
import { ObjectMeta } from "./objectMeta.ts";

/** A multipart upload that is neither completed nor aborted. */
const Upload = ObjectMeta.pick({ key: true, headers: true, metadata: true, tags: true, checksumType: true }).extend({
  /** The name of the algorithm of all parts, if the client has named one. */
  algorithm: z.string().optional(),
  /** In ms since 1970. */
  initiated: z.int(),
});
export type Upload = Readonly<z.infer<typeof Upload>>;

const Part = z.object({
  number: z.int(),
  /** The name of its file in the folder of the upload. */
  file: z.string(),
  /** In bytes. */
  size: z.int(),
  /** The MD5, in hex. */
  md5: z.string(),
  checksums: z.record(z.string(), z.string()),
  /** In ms since 1970. */
  lastModified: z.int(),
});
export type Part = Readonly<z.infer<typeof Part>>;

/** Keeps a new upload, and returns its id. */
export const beginUpload = async ({ uploads }: Folders, upload: Upload): Promise<string> => {
  const id = randomBytes(32).toString("hex");
  await mkdir(join(uploads, id));
  await writeWhole(join(uploads, id, UPLOAD), JSON.stringify(upload));
  return id;
};

/** The folder and the properties of an upload of this key. Throws S3's NoSuchUpload. */
export const uploadOf = async ({ uploads }: Folders, id: string, key: string) => {
  const folder = join(uploads, id);
  const text = ID.test(id) ? await readFile(join(folder, UPLOAD), "utf8").catch(() => undefined) : undefined;
  const upload = text === undefined ? undefined : Upload.parse(JSON.parse(text));
  if (upload?.key !== key) throw new S3Error(404, "NoSuchUpload", NO_UPLOAD);
  return { folder, upload };
};

/** All uploads of a bucket, by key and then by time. */
export const allUploads = async ({ uploads }: Folders) => {
  const ids = (await readdir(uploads)).filter((id) => ID.test(id));
  const found = await Promise.all(
    ids.map(async (id) => ({ id, text: await readFile(join(uploads, id, UPLOAD), "utf8").catch(() => undefined) })),
  );
  return found
    .flatMap(({ id, text }) => (text === undefined ? [] : [{ id, upload: Upload.parse(JSON.parse(text)) }]))
    .sort(
      (a, b) =>
        Buffer.compare(Buffer.from(a.upload.key), Buffer.from(b.upload.key)) || a.upload.initiated - b.upload.initiated,
    );
};

/** Keeps a part whose file is in the folder of the upload. A part of the same number is replaced. */
export const keepPart = async (folder: string, part: Part): Promise<void> => {
  const before = await partAt(folder, part.number);
  await writeWhole(join(folder, nameOf(part.number)), JSON.stringify(part));
  if (before !== undefined) await rm(join(folder, before.file), { force: true });
};

/** The parts of an upload, by their numbers. */
export const partsOf = async (folder: string): Promise<readonly Part[]> => {
  const numbers = (await readdir(folder)).flatMap((name) => /^part-(\d{5})\.json$/.exec(name)?.[1] ?? []);
  const parts = await Promise.all(numbers.sort().map((number) => partAt(folder, Number(number))));
  return parts.filter((part) => part !== undefined);
};

/** Forgets an upload. Its description goes first, so that a kill leaves no upload without its parts. */
export const endUpload = async (folder: string): Promise<void> => {
  await rm(join(folder, UPLOAD), { force: true });
  await rm(folder, { recursive: true, force: true });
};

const UPLOAD = "upload.json";
const ID = /^[0-9a-f]{64}$/;
const NO_UPLOAD =
  "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.";

const nameOf = (number: number): string => `part-${String(number).padStart(5, "0")}.json`;

const partAt = async (folder: string, number: number): Promise<Part | undefined> => {
  const text = await readFile(join(folder, nameOf(number)), "utf8").catch(() => undefined);
  return text === undefined ? undefined : Part.parse(JSON.parse(text));
};
