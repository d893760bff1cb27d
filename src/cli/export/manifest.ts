import * as z from "zod";
import { failure } from "../failure.ts";
import { readJson, saveJson } from "../savedJson.ts";

const VERSION = 1;

/** The flags of the command, as they were given. */
export const Asked = z.object({
  stream: z.array(z.string()).optional(),
  type: z.array(z.string()).optional(),
  source: z.string().optional(),
  subject: z.string().optional(),
  subjectPrefix: z.string().optional(),
  since: z.string().optional(),
  until: z.string().optional(),
  rejected: z.boolean().optional(),
});

/** What a file of an export holds. While the export is under way, `next` says where it goes on. */
export type Manifest = z.infer<typeof Manifest>;
const Manifest = z.object({
  version: z.literal(VERSION),
  format: z.enum(["ndjson", "csv", "cloudevents"]),
  /** The URL of the API. */
  url: z.string(),
  asked: Asked,
  /** The first request. Its time range is absolute. */
  target: z.string(),
  /** Every matching entry that was recorded before this time is in the file, if it had not expired. RFC 3339. */
  recordedbefore: z.string(),
  count: z.int(),
  /** The size of the file. */
  bytes: z.int(),
  /** Of the whole file, in hex. */
  sha256: z.string().optional(),
  next: z.string().optional(),
});

/** The path of the manifest of this file. */
export const manifestOf = (file: string): string => `${file}.manifest.json`;

/** Reads the manifest of a file; `undefined` if there is none. Throws a Failure if it is not one. */
export const readManifest = async (file: string): Promise<Manifest | undefined> => {
  const json = await readJson(manifestOf(file));
  if (json === undefined) return undefined;
  const manifest = Manifest.safeParse(json);
  if (!manifest.success) throw failure(`${manifestOf(file)} is not the manifest of an export of this version`);
  return manifest.data;
};

export const saveManifest = (file: string, manifest: Omit<Manifest, "version">): Promise<void> =>
  saveJson(manifestOf(file), { version: VERSION, ...manifest });
