import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import * as z from "zod";
import { errorText } from "../../log/errorText.ts";
import { failure } from "../failure.ts";
import { dependencies } from "./dependencies.ts";

/** The name of the project in examples/starter. */
const STARTER_NAME = "my-log";

/** npm leaves `.gitignore` out of a package, so it has another name there. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: ".gitignore" };

/**
 * Writes a copy of examples/starter into a folder, which must be new or empty. It never replaces a file, so of two at once one fails at
 * its first file. Throws a Failure.
 */
export const writeProject = async (folder: string, name: string): Promise<void> => {
  const present = await filesIn(folder);
  if (present.some((file) => file !== ".git"))
    throw failure(`${folder} is not empty: name a new folder, or empty this one`);
  const files = await starterFiles();
  try {
    for (const [path, text] of Object.entries(files)) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, path === "package.json" ? manifest(text, name) : text.replaceAll(STARTER_NAME, name), {
        flag: "wx",
      });
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

/** The texts of examples/starter by their paths in a project, package.json first. */
const starterFiles = async (): Promise<Readonly<Record<string, string>>> => {
  const root = dirname(createRequire(import.meta.url).resolve("tributary/package.json"));
  const starter = join(root, "examples/starter");
  const found = (await readdir(starter, { recursive: true, withFileTypes: true }))
    .filter((file) => file.isFile())
    .map((file) => relative(starter, join(file.parentPath, file.name)));
  const paths = ["package.json", ...found.filter((path) => path !== "package.json").sort()];
  const texts = paths.map(
    async (path) => [RENAMED[path] ?? path, await readFile(join(starter, path), "utf8")] as const,
  );
  return Object.fromEntries(await Promise.all(texts));
};

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});

/** The starter's package.json with the name of the project, and with the versions that this package is tested with. */
const manifest = (text: string, name: string): string => {
  const given: object = JSON.parse(text);
  const wanted = Manifest.parse(given);
  const versions = (names: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.keys(names).map((one) => [one, z.string().parse(dependencies[one])]));
  const written = {
    ...given,
    name,
    dependencies: versions(wanted.dependencies),
    devDependencies: versions(wanted.devDependencies),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
};
