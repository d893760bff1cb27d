import { existsSync } from "node:fs";
import { basename, extname, join, relative } from "node:path";
import type { BuildOptions } from "esbuild";
import type { EsbuildProperties, FunctionSettings } from "../project/functions.ts";
import { UserError } from "../userError.ts";

/** The source of a function, and how it is bundled. */
export interface Source {
  /** The logical id of the function. */
  readonly id: string;
  /** The absolute path of the file that exports the handler. */
  readonly file: string;
  /** The same file, relative to the template. */
  readonly source: string;
  readonly options: BuildOptions;
}

/**
 * Finds the source of a function. With SAM's build method esbuild, it is an entry point. Otherwise `CodeUri: dist/x` is a folder that a
 * build of the project's own fills from src/handlers/x.ts, and any other folder holds the file of the handler. Throws a `UserError` that
 * names the files that it looked for.
 */
export const sourceOf = (settings: FunctionSettings, folder: string): Omit<Source, "id"> => {
  const { id, build, codeUri = ".", handler } = settings;
  const module = handler.slice(0, handler.lastIndexOf("."));
  const candidates = build ? entryPoints(build, module).map((file) => join(codeUri, file)) : filesOf(codeUri, module);
  const found = candidates.map((file) => join(folder, file)).find(existsSync);
  if (found === undefined)
    throw new UserError(`${id} has no code: there is no file ${candidates.join(", nor ")} in ${folder}`);
  return {
    file: found,
    source: relative(folder, found),
    options: build ? esbuildOptions(build) : PLAIN,
  };
};

/** How scripts/build.ts bundles, and everybody who bundles for Lambda's ESM. */
const PLAIN: BuildOptions = { format: "esm", target: "node24", mainFields: ["module", "main"] };

/** The entry point of the handler's name comes first. */
const entryPoints = ({ EntryPoints }: EsbuildProperties, module: string): readonly string[] =>
  EntryPoints.length === 0
    ? withExtensions(module)
    : EntryPoints.toSorted((one, other) => Number(isOf(other, module)) - Number(isOf(one, module))).slice(0, 1);

const isOf = (file: string, module: string): boolean => basename(file, extname(file)) === basename(module);

const filesOf = (codeUri: string, module: string): readonly string[] => {
  const [, built] = /^(?:\.\/)?dist\/(.+?)\/?$/.exec(codeUri) ?? [];
  return [...(built === undefined ? [] : [`src/handlers/${built}.ts`]), ...withExtensions(join(codeUri, module))];
};

const withExtensions = (file: string): readonly string[] =>
  ["ts", "mts", "mjs", "js", "cjs"].map((extension) => `${file}.${extension}`);

const esbuildOptions = (properties: EsbuildProperties): BuildOptions => {
  const { Format, Target, MainFields, External, KeepNames, Define, Loader, Banner } = properties;
  return {
    format: Format,
    target: Target.split(","),
    external: [...External],
    ...(MainFields && { mainFields: [...MainFields] }),
    ...(KeepNames !== undefined && { keepNames: KeepNames }),
    ...(Define && { define: Define }),
    ...(Banner && { banner: Banner }),
    loader: Loader,
  };
};
