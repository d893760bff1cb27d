import { readFile } from "node:fs/promises";
import { writeWhole } from "../../src/local/writeWhole.ts";
import { readResults } from "../run/results.ts";
import { root } from "../run/root.ts";
import { lockedVersions } from "../run/versions.ts";
import { PLOT, scalePart, scalePlot } from "../scale/scalePage.ts";
import { simulate } from "../scale/simulate.ts";
import { withPart } from "./marks.ts";
import { pagesOf } from "./pagesOf.ts";

/** Renews what README.md, docs/bench.md and docs/scale.md have between their marks, and the plot. */
export const writePages = async (): Promise<void> => {
  const simulated = await simulate();
  const parts = { ...pagesOf(await readResults(), await lockedVersions()), "docs/scale.md": scalePart(simulated) };
  for (const [page, part] of Object.entries(parts)) {
    const file = `${root}${page}`;
    await writeWhole(file, withPart(await readFile(file, "utf8"), part, page));
  }
  await writeWhole(`${root}${PLOT}`, scalePlot(simulated));
};
