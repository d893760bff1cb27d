import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import pMap from "p-map";
import { UserError } from "../../userError.ts";
import { writeWhole } from "../../writeWhole.ts";
import { type Folders, metaPath } from "./folders.ts";
import { ObjectMeta } from "./objectMeta.ts";
import { spellings } from "./spellings.ts";

export type ObjectIndex = Awaited<ReturnType<typeof objectIndex>>;

/** The objects of a bucket, in memory and in a file each. Throws an error that names the file if one cannot be read. */
export const objectIndex = async (folders: Folders) => {
  const objects = new Map<string, ObjectMeta>();
  const paths = spellings();
  let sorted: readonly string[] | undefined;

  const keep = (meta: ObjectMeta): void => {
    forget(meta.key);
    objects.set(meta.key, meta);
    if (!meta.isHidden) paths.add(meta.key);
  };
  const forget = (key: string): void => {
    if (objects.get(key)?.isHidden === false) paths.remove(key);
    objects.delete(key);
    sorted = undefined;
  };

  const names = (await readdir(folders.meta)).filter((name) => name.endsWith(".json"));
  for (const meta of await pMap(names, (name) => metaIn(join(folders.meta, name)), { concurrency: 32 })) keep(meta);

  return {
    get: (key: string): ObjectMeta | undefined => objects.get(key),
    keys: (): readonly string[] => (sorted ??= inByteOrder([...objects.keys()])),
    /** Whether the key can be a path without a conflict with the path of another object. */
    isFree: paths.isFree,
    keep: async (meta: ObjectMeta): Promise<void> => {
      await writeWhole(metaPath(folders, meta.key), JSON.stringify(meta));
      keep(meta);
    },
    forget: async (key: string): Promise<void> => {
      await rm(metaPath(folders, key), { force: true });
      forget(key);
    },
  };
};

const metaIn = async (path: string): Promise<ObjectMeta> => {
  try {
    return ObjectMeta.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    throw new UserError(
      `The file ${path} of the local S3 cannot be read. Delete it: its object becomes a new one.`,
      error,
    );
  }
};

// S3 compares keys by their bytes. In JavaScript, a character above U+FFFF comes before U+E000 to U+FFFF.
const inByteOrder = (keys: readonly string[]): readonly string[] =>
  keys
    .map((key) => ({ key, bytes: Buffer.from(key) }))
    .sort((a, b) => a.bytes.compare(b.bytes))
    .map(({ key }) => key);
