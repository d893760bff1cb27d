import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";
import { UserError } from "../userError.ts";

interface Identified {
  /** Has only characters that a file name may have. */
  readonly id: string;
}

/** Messages that are kept until they are removed. */
export interface Messages<M extends Identified> {
  readonly add: (message: M) => void;
  readonly remove: (id: string) => void;
  /** In the order in which they were added. */
  readonly list: () => readonly M[];
}

const SUFFIX = ".json";

/**
 * Opens the messages of a folder, a file each. A file appears whole or not at all, so a kill loses no message and leaves no half of one. Throws a
 * `UserError` that names a file that cannot be read.
 */
export const openMessages = <M extends Identified>(folder: string, schema: z.ZodType<M>): Messages<M> => {
  const messages = new Map<string, { readonly message: M; readonly file: string }>();
  let next = 0;
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder).toSorted()) {
    const file = join(folder, name);
    if (!name.endsWith(SUFFIX)) {
      rmSync(file); // a write that a kill interrupted
      continue;
    }
    const message = read(file, schema);
    messages.set(message.id, { message, file });
    next = Number.parseInt(name, 10) + 1;
  }
  return {
    add: (message) => {
      const file = join(folder, `${String(next++).padStart(9, "0")}.${message.id}${SUFFIX}`);
      writeFileSync(`${file}.new`, JSON.stringify(message));
      renameSync(`${file}.new`, file);
      messages.set(message.id, { message, file });
    },
    remove: (id) => {
      const file = messages.get(id)?.file;
      messages.delete(id);
      if (file !== undefined) rmSync(file, { force: true });
    },
    list: () => [...messages.values()].map(({ message }) => message),
  };
};

const read = <M>(file: string, schema: z.ZodType<M>): M => {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new UserError(`The file ${file} cannot be read. Delete it, or start with --reset to delete all data`, error);
  }
};
