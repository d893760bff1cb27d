import { readFile } from "node:fs/promises";
import { build } from "esbuild";

const page = new URL("../page/", import.meta.url).pathname;

/** Builds the page of the console from its sources, and returns its files by their names. `npm run build:package` writes them into the package. */
export const buildPage = async (): Promise<ReadonlyMap<string, Buffer>> => {
  const { outputFiles } = await build({
    absWorkingDir: page,
    entryPoints: { console: "main.tsx", style: "style.css" },
    outdir: "out",
    write: false,
    bundle: true,
    format: "esm",
    target: "es2024",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    legalComments: "none",
    logLevel: "warning",
  });
  const built = outputFiles.map(({ path, contents }) => [path.replace(/^.*\//, ""), Buffer.from(contents)] as const);
  const others = ["index.html", "icon.svg"].map(async (name) => [name, await readFile(`${page}${name}`)] as const);
  return new Map([...built, ...(await Promise.all(others))]);
};
