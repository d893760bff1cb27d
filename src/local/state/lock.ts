import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ClassicLevel } from "classic-level";
import * as z from "zod";
import { errorText } from "../../log/errorText.ts";
import { UserError } from "../userError.ts";

/** The lock on a folder. */
export interface Lock {
  /** Whether the last process that held the lock ended without releasing it. It may have been killed during a write. */
  readonly wasKilled: boolean;
  readonly release: () => Promise<void>;
}

/**
 * Locks a folder for this process, as LevelDB does: the system itself releases the lock of a process that is killed. Throws a
 * `UserError` that names the process that holds it. `url` is for that error of the other process.
 */
export const lockFolder = async (folder: string, url: string): Promise<Lock> => {
  const path = join(folder, "lock");
  const holder = join(folder, "running.json");
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new UserError(
      `The folder ${path} cannot be made: ${errorText(error)}. Delete what is in its place, or start with --memory`,
      error,
    );
  }
  const level = new ClassicLevel(path);
  try {
    await level.open();
  } catch (error) {
    throw isLocked(error)
      ? new UserError(`${holderOf(holder)} uses the folder ${folder}. Stop it, or start with --memory`, error)
      : new UserError(
          `The folder ${path} cannot be opened. Delete this folder, which has no data, or start with --memory`,
          error,
        );
  }
  const wasKilled = existsSync(holder);
  writeFileSync(holder, JSON.stringify({ pid: process.pid, url }));
  return {
    wasKilled,
    release: async () => {
      rmSync(holder, { force: true });
      await level.close();
    },
  };
};

const isLocked = (error: unknown): boolean =>
  error instanceof Error &&
  error.cause instanceof Error &&
  "code" in error.cause &&
  error.cause.code === "LEVEL_LOCKED";

const Holder = z.object({ pid: z.number(), url: z.string() });

const holderOf = (file: string): string => {
  try {
    const { pid, url } = Holder.parse(JSON.parse(readFileSync(file, "utf8")));
    return `Another local system (process ${pid}, ${url})`;
  } catch {
    return "Another local system";
  }
};
