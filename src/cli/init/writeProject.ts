import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { errorText } from "../../log/errorText.ts";
import { failure } from "../failure.ts";
import { manifest } from "./manifest.ts";

/** The name of the project in examples/starter. */
const STARTER_NAME = "my-log";

/** npm leaves `.gitignore` out of a package, so it has another name there. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: ".gitignore" };

/**
 * Writes a copy of examples/starter into a folder, which must be new or empty. It never replaces a file, so of two at once one fails at
 * its first file. `own` says where the project gets this package from, if not from npm. Throws a Failure.
 */
export const writeProject = async (folder: string, name: string, own?: string): Promise<void> => {
  const present = await filesIn(folder);
  if (present.some((file) => file !== ".git"))
    throw failure(`${folder} is not empty: name a new folder, or empty this one`);
  const files = await filesOf(name, own);
  try {
    for (const [path, text] of Object.entries(files)) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text, { flag: "wx" });
    }
  } catch (thrown) {
    throw failure(`The project could not be written: ${errorText(thrown)}`, thrown);
  }
};

const filesIn = (folder: string): Promise<readonly string[]> =>
  readdir(folder).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === "ENOENT") return [];
    throw failure(`${folder} is no folder for a project: ${errorText(thrown)}`, thrown);
  });

/** The texts of the files of a project by their paths, package.json first. */
const filesOf = async (name: string, own: string | undefined): Promise<Readonly<Record<string, string>>> => {
  const root = dirname(createRequire(import.meta.url).resolve("tributary/package.json"));
  const starter = join(root, "examples/starter");
  const textOf = (path: string) => readFile(join(starter, path), "utf8");
  const found = (await readdir(starter, { recursive: true, withFileTypes: true }))
    .filter((file) => file.isFile())
    .map((file) => relative(starter, join(file.parentPath, file.name)));
  const others = found
    .filter((path) => path !== "package.json")
    .sort()
    .map(async (path) => [RENAMED[path] ?? path, (await textOf(path)).replaceAll(STARTER_NAME, name)] as const);
  return Object.fromEntries([
    ["package.json", manifest(await textOf("package.json"), name, own)],
    ...(await Promise.all(others)),
  ]);
};
