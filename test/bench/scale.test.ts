import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { partOf } from "../../bench/page/marks.ts";
import { PLOT, scalePart, scalePlot } from "../../bench/scale/scalePage.ts";
import { simulate } from "../../bench/scale/simulate.ts";

test("docs/scale.md shows what the simulation gives. If it does not, run: npm run bench -- --pages", async () => {
  const simulated = await simulate();
  expect(partOf(readFileSync("docs/scale.md", "utf8"), "docs/scale.md")).toBe(scalePart(simulated));
  expect(readFileSync(PLOT, "utf8")).toBe(scalePlot(simulated));
});
