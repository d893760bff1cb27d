import { lstat, mkdir, realpath, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { dataPath, type Folders } from "./folders.ts";

/** The size in bytes and the modification time in ns of a regular file, or nothing if there is none at this path. */
export const fileAt = async (path: string) => {
  const found = await lstat(path, { bigint: true }).catch(() => undefined);
  return found?.isFile()
    ? { size: Number(found.size), mtimeNs: String(found.mtimeNs), changedMs: Number(found.ctimeMs) }
    : undefined;
};

/**
 * Moves a received file to where the object's bytes belong. Returns whether that is the hidden place: the given one, or else where the
 * file system refuses the plain one.
 */
export const moveIn = async (folders: Folders, from: string, key: string, isHidden: boolean): Promise<boolean> => {
  const to = dataPath(folders, key, isHidden);
  try {
    if (!isHidden) await makeParent(folders, to);
    await rename(from, to);
    return isHidden;
  } catch (error) {
    if (isHidden || !(await fileAt(from))) throw error;
    return moveIn(folders, from, key, true);
  }
};

/** Removes the bytes of an object, and the folders that are then empty. */
export const moveOut = async (folders: Folders, key: string, isHidden: boolean): Promise<void> => {
  const path = dataPath(folders, key, isHidden);
  // Only a file: a person may have made a folder of this name.
  if (await fileAt(path)) await rm(path, { force: true });
  if (isHidden) return;
  for (let folder = dirname(path); folder.startsWith(join(folders.plain, "/")); folder = dirname(folder)) {
    const isRemoved = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!isRemoved) return;
  }
};

// A folder on the way can be a link to elsewhere, or have another spelling of the name.
const makeParent = async ({ plain }: Folders, path: string): Promise<void> => {
  const parent = dirname(path);
  await mkdir(parent, { recursive: true });
  const real = relative(await realpath(plain), await realpath(parent));
  if (real !== relative(plain, parent)) throw new Error(`The folder ${parent} is another one: ${real}`);
};
