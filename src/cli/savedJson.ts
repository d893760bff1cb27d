import { open, readFile, rename } from "node:fs/promises";
import { errorText } from "../log/errorText.ts";
import { failure } from "./failure.ts";

/** Reads a JSON file. Gives `undefined` if there is none. Throws a Failure if it is no JSON. */
export const readJson = async (file: string): Promise<unknown> => {
  const text = await readFile(file, "utf8").catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === "ENOENT") return undefined;
    throw failure(`${file} cannot be read: ${thrown.message}`, thrown);
  });
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch (thrown) {
    throw failure(`${file} is no JSON (${errorText(thrown)}): name another file, or delete it`, thrown);
  }
};

/** Writes a JSON file, so that it holds either the old or the new value, whenever the process is killed. Throws a Failure. */
export const saveJson = async (file: string, value: unknown): Promise<void> => {
  const temporary = `${file}.tmp`;
  try {
    const handle = await open(temporary, "w");
    try {
      await handle.writeFile(`${JSON.stringify(value)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (thrown) {
    throw failure(`${file} cannot be written: ${errorText(thrown)}`, thrown);
  }
};
