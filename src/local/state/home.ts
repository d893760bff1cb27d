import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockFolder } from "./lock.ts";

/** The folder with everything that the local system keeps. */
export interface Home {
  readonly folder: string;
  /** Whether the last process on this folder was killed. It may have been in the middle of a write. */
  readonly wasKilled: boolean;
  /** Releases the folder. Without anything to keep, it is deleted. */
  readonly close: () => unknown;
}

interface Options {
  /** Uses a folder that is deleted at the end. */
  readonly memory: boolean;
  /** Deletes what is there first. */
  readonly reset: boolean;
}

/** The files of a running process, which --reset must not delete. */
const RUNNING = ["lock", "running.json", "build"];

/**
 * Opens the folder `.tributary` of a project, for this process alone. `url` is told to another process that wants to open it. Throws a
 * `UserError` if another process has opened it.
 */
export const openHome = async (folder: string, url: string, { memory, reset }: Options): Promise<Home> => {
  if (memory) {
    const temporary = mkdtempSync(join(tmpdir(), "tributary-"));
    const close = () => rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
    return { folder: temporary, wasKilled: false, close };
  }
  const { wasKilled, release } = await lockFolder(folder, url);
  if (reset)
    for (const name of readdirSync(folder).filter((one) => !RUNNING.includes(one)))
      rmSync(join(folder, name), { recursive: true, force: true });
  return { folder, wasKilled, close: release };
};
