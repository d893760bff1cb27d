import { createHash } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { writeWhole } from "../../src/local/writeWhole.ts";
import type { Contestants } from "./contestants.ts";
import { root } from "./root.ts";

/** The measurements that a run has finished. */
export interface Parts {
  /** The result of a measurement that an interrupted run has finished; `undefined` if there is none. */
  readonly find: (name: string) => Promise<unknown>;
  readonly keep: (name: string, result: unknown) => Promise<void>;
}

const FOLDER = `${root}bench/parts`;

/**
 * Where a run keeps its finished measurements, so that it can be resumed. They count only for the same functions: the code of all
 * contestants is part of the name of the folder.
 */
export const partsOf = async (
  contestants: Contestants,
  { isQuick, isResumed }: { readonly isQuick: boolean; readonly isResumed: boolean },
): Promise<Parts> => {
  const hash = createHash("sha256");
  for (const { file } of Object.values(contestants).flat()) hash.update(await readFile(file));
  const folder = `${FOLDER}/${isQuick ? "quick" : "full"}-${hash.digest("hex").slice(0, 12)}`;
  if (!isResumed) await rm(FOLDER, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return {
    find: async (name) => {
      try {
        return JSON.parse(await readFile(`${folder}/${name}.json`, "utf8"));
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw error;
      }
    },
    keep: (name, result) => writeWhole(`${folder}/${name}.json`, JSON.stringify(result)),
  };
};
