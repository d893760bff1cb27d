import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { build } from "esbuild";
import { functionBuild } from "./functionBuild.ts";

// `npm run build`: bundles each function, src/handlers/<name>.ts, into dist/<name>/<name>.js. template.yaml expects it there.

const root = new URL("..", import.meta.url).pathname;
const names = readdirSync(`${root}src/handlers`, { withFileTypes: true })
  .filter((file) => file.isFile() && /(?<!\.test)\.ts$/.test(file.name))
  .map((file) => basename(file.name, ".ts"));

rmSync(`${root}dist`, { recursive: true, force: true });

const { metafile } = await build({
  ...functionBuild,
  absWorkingDir: root,
  entryPoints: names.map((name) => ({ in: `src/handlers/${name}.ts`, out: `${name}/${name}` })),
  outdir: "dist",
  outExtension: { ".js": ".js" }, // Lambda takes .cjs too, but not every emulator does
  metafile: true,
  logLevel: "warning",
});

writeFileSync(`${root}dist/package.json`, '{ "type": "commonjs" }\n'); // so that Node reads the files in this repository as Lambda does

for (const [file, { bytes }] of Object.entries(metafile.outputs))
  console.log(`${file}  ${Math.round(bytes / 1024)} KB`);
