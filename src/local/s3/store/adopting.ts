import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { cause } from "../notification/cause.ts";
import type { Cause } from "../notification/record.ts";
import { dataPath, type Folders } from "./folders.ts";
import { isUnseen } from "./isPlain.ts";
import { fileAt } from "./objectFile.ts";
import type { ObjectIndex } from "./objectIndex.ts";
import type { Given } from "./objectMeta.ts";

interface Adopting {
  readonly name: string;
  readonly folders: Folders;
  readonly index: ObjectIndex;
  readonly turn: <T>(task: () => Promise<T>) => Promise<T>;
  readonly settleMs: number;
  readonly say: (sentence: string) => void;
  readonly created: (
    change: { readonly key: string; readonly given: Given },
    more: { readonly eventName: string; readonly cause: Cause; readonly isHidden: boolean; readonly mtimeNs: string },
  ) => Promise<unknown>;
  readonly removed: (key: string, cause: Cause, isVersionNamed: boolean) => Promise<unknown>;
}

/** Makes objects of what a person does with the files of a bucket: a new or changed file is a put, a removed file is a delete. */
export const adopting = ({ name, folders, index, turn, settleMs, say, created, removed }: Adopting) => {
  const pathOf = (key: string) => dataPath(folders, key, false);
  // The keys that are looked at, and whether each must be looked at once more.
  const looking = new Map<string, boolean>();

  const isSame = (key: string, file: File | undefined): boolean => {
    const meta = index.get(key);
    if (meta === undefined || meta.isHidden) return file === undefined;
    return file?.size === meta.size && file.mtimeNs === meta.mtimeNs;
  };

  /** Returns whether it has to look again. */
  const adoptOnce = async (key: string): Promise<boolean> => {
    const path = pathOf(key);
    const found = await fileAt(path);
    if (isSame(key, found)) return false;
    if (found === undefined || Date.now() - found.changedMs < settleMs) {
      await sleep(settleMs);
      if (!isEqual(await fileAt(path), found)) return true;
    }
    const etag = found && (await md5Of(path));
    return turn(async () => {
      if (!isEqual(await fileAt(path), found)) return true;
      if (isSame(key, found)) return false;
      if (found === undefined || etag === undefined) await removed(key, byHand(), false);
      else {
        const given = { ...PLAIN, size: found.size, etag };
        const { mtimeNs } = found;
        const eventName = "ObjectCreated:Put";
        await created({ key, given }, { eventName, cause: byHand(), isHidden: false, mtimeNs });
      }
      return false;
    });
  };

  const adopt = async (key: string): Promise<void> => {
    if (key.split("/").some(isUnseen)) return;
    if (looking.has(key)) return void looking.set(key, true);
    if (Buffer.byteLength(key) > MAX_KEY_BYTES)
      return say(`The file ${pathOf(key)} is no object of the bucket ${name}: its path has more than 1,024 bytes.`);
    try {
      do looking.set(key, false);
      while ((await adoptOnce(key)) || looking.get(key));
    } catch (error) {
      if (await fileAt(pathOf(key))) say(`The file ${pathOf(key)} cannot be read, so it is no object: ${error}`);
    } finally {
      looking.delete(key);
    }
  };

  return {
    adopt,
    adoptAll: async (): Promise<void> => {
      const files = await readdir(folders.plain, { recursive: true, withFileTypes: true });
      const found = files
        .filter((file) => file.isFile())
        .map(({ parentPath, name }) =>
          [...relative(folders.plain, parentPath).split(sep), name].filter(Boolean).join("/"),
        );
      const plain = index.keys().filter((key) => index.get(key)?.isHidden === false);
      for (const key of new Set([...found, ...plain])) await adopt(key);
    },
  };
};

const MAX_KEY_BYTES = 1024;
const PLAIN = { headers: {}, metadata: {}, tags: {}, checksums: {}, checksumType: "FULL_OBJECT" } as const;

type File = NonNullable<Awaited<ReturnType<typeof fileAt>>>;

const isEqual = (a: File | undefined, b: File | undefined): boolean =>
  a?.size === b?.size && a?.mtimeNs === b?.mtimeNs && a?.changedMs === b?.changedMs;

const byHand = (): Cause => cause("local-folder", "127.0.0.1");

const md5Of = async (path: string): Promise<string> => {
  const hash = createHash("md5");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
};
