import { mkdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { buildPage } from "../src/console/server/buildPage.ts";

// A part of `npm run build:package`: bundles the command into lib/cli/, with everything that it uses. So a project that only writes
// a log installs no library of the command. The parts of a command are loaded only if the command needs them. The page of the console is
// built into lib/cli/console/.

const root = new URL("..", import.meta.url).pathname;

await build({
  absWorkingDir: root,
  entryPoints: { main: "src/cli/main.ts", worker: "src/local/functions/worker.ts" },
  outdir: "lib/cli",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22",
  minifySyntax: true,
  minifyWhitespace: true, // names stay, so that a stack trace can be read
  legalComments: "none",
  external: ["dynalite", "esbuild", "classic-level"], // they hold native code: a project that runs `tributary start` installs them
  banner: {
    js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
  },
  logLevel: "warning",
});

const folder = `${root}lib/cli/console/`;
mkdirSync(folder, { recursive: true });
for (const [name, contents] of await buildPage()) writeFileSync(`${folder}${name}`, contents);
