import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Folders } from "./folders.ts";

/** Removes what a killed process has written only in part: received bytes, and temporary files. */
export const tidy = async ({ staged, meta, pending }: Folders): Promise<void> => {
  for (const folder of [staged, meta, pending, dirname(meta)])
    for (const name of await readdir(folder))
      if (folder === staged || name.endsWith(".tmp")) await rm(join(folder, name), { force: true });
};
