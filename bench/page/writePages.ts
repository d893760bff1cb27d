import { readFile } from "node:fs/promises";
import { writeWhole } from "../../src/local/writeWhole.ts";
import { readResults } from "../run/results.ts";
import { root } from "../run/root.ts";
import { lockedVersions } from "../run/versions.ts";
import { withPart } from "./marks.ts";
import { pagesOf } from "./pagesOf.ts";

/** Renews what README.md and docs/bench.md have between their marks, from bench/results.json. */
export const writePages = async (): Promise<void> => {
  const parts = pagesOf(await readResults(), await lockedVersions());
  for (const [page, part] of Object.entries(parts)) {
    const file = `${root}${page}`;
    await writeWhole(file, withPart(await readFile(file, "utf8"), part, page));
  }
};
