import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { errorText } from "../../log/errorText.ts";
import { failure } from "../failure.ts";

/** What package.json of a project in a folder says about a package in a file. The folder need not exist yet. Throws a Failure. */
export const packageSpec = async (file: string, folder: string): Promise<string> => {
  const found = await stat(file).catch((thrown: unknown) => {
    throw failure(`There is no package in ${file}: ${errorText(thrown)}. npm pack writes it`, thrown);
  });
  if (!found.isFile()) throw failure(`${file} is no file: run npm pack in it, and name the file that this writes`);
  const path = relative(await real(resolve(folder)), await real(resolve(file)));
  return `file:${path.replaceAll(sep, "/")}`;
};

/** The path without symbolic links, because npm resolves `..` without them. */
const real = (path: string): Promise<string> =>
  realpath(path).catch(async () => join(await real(dirname(path)), basename(path)));
