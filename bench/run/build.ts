import { rm } from "node:fs/promises";
import { type BuildOptions, build } from "esbuild";
import { functionBuild } from "../../scripts/functionBuild.ts";
import { root } from "./root.ts";

/** A function to compare: the name of its contestant, and its code as one expression of an export. */
export interface Source {
  readonly contestant: string;
  /** A file, from the root of the project, and the name under which it exports the function. */
  readonly from: string;
  readonly name: string;
  /** Whether a peer is bundled as ours is, and not by the defaults of esbuild. */
  readonly isBuiltLikeOurs?: boolean;
}

/** A function that is built. The file exports it as `handler`. */
export interface Built {
  readonly contestant: string;
  readonly file: string;
}

/** Where bundles are written. A bundle needs the node_modules of the project for what it leaves out. */
const OUT = "bench/build";

/** How esbuild bundles a peer: by its defaults, as an ES module. Without this banner, packages in CommonJS cannot be loaded. */
const peerBuild = {
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  outExtension: { ".js": ".mjs" },
  banner: {
    js: `import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);`,
  },
} as const satisfies BuildOptions;

/** Bundles a function: ours as `npm run build` does, a peer by the defaults of esbuild. Of a file with several functions, only this one is in it. */
export const buildFunction = async ({
  contestant,
  from,
  name,
  isBuiltLikeOurs = contestant === OURS,
}: Source): Promise<Built> => {
  const options = isBuiltLikeOurs ? functionBuild : peerBuild;
  const id = from.replaceAll("/", "-").replace(".ts", "");
  return { contestant, file: await bundle(options, `export { ${name} as handler } from "./${from}";`, id, name) };
};

/** Bundles a program that calls functions. Returns its file. */
export const buildChild = (name: string): Promise<string> =>
  bundle(peerBuild, `import "./bench/child/${name}.ts";`, "child", name);

export const OURS = "tributary";

const bundle = async (options: BuildOptions, contents: string, folder: string, name: string): Promise<string> => {
  const { metafile } = await build({
    ...options,
    stdin: { contents, resolveDir: root },
    absWorkingDir: root,
    entryNames: `${folder}/${name}`,
    outdir: OUT,
    metafile: true,
    logLevel: "warning",
  });
  const [file] = Object.keys(metafile.outputs);
  if (file === undefined) throw new Error(`esbuild has not built ${contents}`);
  return `${root}${file}`;
};

/** Removes the bundles of an earlier run. */
export const removeBundles = (): Promise<void> => rm(`${root}${OUT}`, { recursive: true, force: true });
