import { readFile } from "node:fs/promises";
import type { Files } from "./files.ts";

const TYPES = {
  "index.html": "text/html; charset=utf-8",
  "console.js": "text/javascript; charset=utf-8",
  "style.css": "text/css; charset=utf-8",
  "icon.svg": "image/svg+xml",
} as const;

/**
 * The files of the page by their paths, as in `/_console/`. In the package they are beside this code: `npm run build:package` wrote them
 * there. In the repository they are built from their sources, which takes a moment, so ask for them only when they are needed.
 */
export const consoleAssets = async (): Promise<Files> => {
  const built = isBuilt ? undefined : await (await import("./buildPage.ts")).buildPage();
  const files = Object.entries(TYPES).map(async ([name, type]) => {
    const body = built?.get(name) ?? (await readFile(new URL(`console/${name}`, import.meta.url)));
    return [name === "index.html" ? "/_console/" : `/_console/${name}`, { type, body }] as const;
  });
  return new Map(await Promise.all(files));
};

const isBuilt = !import.meta.url.endsWith(".ts");
