import { readFile } from "node:fs/promises";
import { writeWhole } from "../../src/local/writeWhole.ts";
import type { Results } from "../run/results.ts";
import { root } from "../run/root.ts";
import { lockedVersions } from "../run/versions.ts";
import { PLOT, scalePart, scalePlot } from "../scale/scalePage.ts";
import { simulate } from "../scale/simulate.ts";
import { withPart } from "./marks.ts";
import { pagesOf } from "./pagesOf.ts";

/** Renews what README.md and docs/bench.md have of these results between their marks. */
export const writePages = async (results: Results): Promise<void> =>
  writeParts(pagesOf(results, await lockedVersions()));

/** Renews docs/scale.md and its plot. */
export const writeScale = async (): Promise<void> => {
  const simulated = await simulate();
  await writeParts({ "docs/scale.md": scalePart(simulated) });
  await writeWhole(`${root}${PLOT}`, scalePlot(simulated));
};

const writeParts = async (parts: Readonly<Record<string, string>>): Promise<void> => {
  for (const [page, part] of Object.entries(parts)) {
    const file = `${root}${page}`;
    await writeWhole(file, withPart(await readFile(file, "utf8"), part, page));
  }
};
