import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { errorText } from "../../../log/errorText.ts";
import { UserError } from "../../userError.ts";
import { writeWhole } from "../../writeWhole.ts";
import { decodedKey } from "../notification/decodedKey.ts";
import type { S3Record } from "../notification/record.ts";
import { Change } from "./change.ts";
import { dataPath, type Folders } from "./folders.ts";
import { fileAt, moveIn, moveOut } from "./objectFile.ts";
import type { ObjectIndex } from "./objectIndex.ts";
import type { ObjectMeta } from "./objectMeta.ts";

interface Journaled {
  readonly name: string;
  readonly folders: Folders;
  readonly index: ObjectIndex;
  readonly notify: (bucket: string, record: S3Record) => Promise<void> | void;
  readonly say: (sentence: string) => void;
}

/** Does the changes of a bucket. Each is written down first, and crossed out when its notification is taken. */
export const journal = ({ name, folders, index, notify, say }: Journaled) => {
  const pathOf = (id: string) => join(folders.pending, `${id}.json`);

  const apply = async ({ key, staged, meta }: Change): Promise<ObjectMeta | undefined> => {
    const before = index.get(key);
    if (meta === undefined) {
      if (before !== undefined) await moveOut(folders, key, before.isHidden);
      await index.forget(key);
      return undefined;
    }
    const isHidden =
      staged === undefined
        ? meta.isHidden
        : await moveIn(folders, join(folders.staged, staged), key, meta.isHidden).catch((error: unknown) => {
            // Before a kill it was moved already.
            if (isMissing(error)) return meta.isHidden;
            throw error;
          });
    if (before !== undefined && before.isHidden !== isHidden) await moveOut(folders, key, before.isHidden);
    await index.keep({ ...meta, isHidden });
    return { ...meta, isHidden };
  };

  /** Whether a change was not done to its end, and none came after it. */
  const isUndone = async (id: string, { key, staged, meta }: Change): Promise<boolean> => {
    const current = index.get(key);
    if (current !== undefined && current.changeId >= id) return false;
    if (meta === undefined || meta.sequencer < id) return current !== undefined;
    if (staged !== undefined && (await fileAt(join(folders.staged, staged)))) return true;
    // Its bytes were moved, but nothing was written of it. Otherwise it was done, and its object was removed later.
    const places = await Promise.all([false, true].map((isHidden) => fileAt(dataPath(folders, key, isHidden))));
    return places.some((file) => file?.size === meta.size && file.mtimeNs === meta.mtimeNs);
  };

  const tell = async (id: string, record: S3Record): Promise<void> => {
    try {
      await notify(name, record);
      await rm(pathOf(id), { force: true });
    } catch (error) {
      const { eventName, s3 } = record;
      const what = `The notification ${eventName} of ${name}/${decodedKey(s3.object.key)} was not taken`;
      say(`${what}: ${errorText(error)}. It is sent again at the next start.`);
    }
  };

  return {
    /** Does a change, and begins to tell it. `id` grows from change to change. Returns what the object is now. */
    commit: async (id: string, change: Change): Promise<ObjectMeta | undefined> => {
      await writeWhole(pathOf(id), JSON.stringify(change));
      const meta = await apply(change);
      void tell(id, change.record);
      return meta;
    },

    /** Does and tells what a kill has interrupted. */
    resume: async (): Promise<void> => {
      const names = (await readdir(folders.pending)).filter((file) => file.endsWith(".json")).sort();
      for (const file of names) {
        const id = file.replace(/\.json$/, "");
        const change = await changeIn(pathOf(id));
        if (await isUndone(id, change)) await apply(change);
        void tell(id, change.record);
      }
    },
  };
};

const changeIn = async (path: string): Promise<Change> => {
  try {
    return Change.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    throw new UserError(
      `The file ${path} of the local S3 cannot be read. Delete it: its change is then not told.`,
      error,
    );
  }
};

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";
