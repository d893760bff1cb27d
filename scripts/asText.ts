import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/** Bundles JSON files as texts, which are parsed when they are used. V8 parses an object literal when it loads the bundle. */
export const asText = (filter: RegExp): Plugin => ({
  name: "asText",
  setup: ({ onLoad }) =>
    onLoad({ filter }, async ({ path }) => {
      const text = JSON.stringify(JSON.parse(await readFile(path, "utf8")));
      return { contents: `export default JSON.parse(${JSON.stringify(text)})`, loader: "js" };
    }),
});
