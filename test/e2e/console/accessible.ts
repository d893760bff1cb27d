import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { ok } from "../ok.ts";
import { ROW, type Used } from "./pages.ts";

const VIEWS: readonly (readonly [string, string, (page: Page) => Promise<void>])[] = [
  ["log", "", async (page) => page.locator(ROW).first().waitFor()],
  [
    "entry",
    "?stream=s3",
    async (page) => {
      await page.locator(ROW).first().click();
      await page.locator(".json").first().waitFor();
    },
  ],
  [
    "filtered",
    "?subject=nobody&stream=http&type=shop.*",
    async (page) => page.getByText("Nothing matches").first().waitFor(),
  ],
  [
    "rejected",
    "?view=rejected",
    async (page) => {
      await page.locator(".group-head").first().click();
      await page.locator(".examples a").first().click();
      await page.locator(".line.is-marked").first().waitFor();
    },
  ],
  ["schedules", "?view=schedules", async (page) => page.locator(".figures").waitFor()],
  ["local", "?view=local", async (page) => page.locator(".faults").waitFor()],
];

/** Every view, in light and dark, on a desktop and on a phone. */
export const accessible = async ({ pages }: Used): Promise<void> => {
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [1280, 375, 320])
      for (const [name, query, ready] of VIEWS)
        await pages.at(
          query,
          async (page) => {
            await ready(page);
            await page.waitForTimeout(300);
            await pages.save(page, `${name}-${colorScheme}-${width}`);
            const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(overflow <= 0, `${name} is ${overflow} px too wide at ${width}`);
            assert.deepEqual(await faultsOf(page), [], `${name} in ${colorScheme} at ${width}`);
          },
          { width, height: width === 1280 ? 800 : 700, colorScheme },
        );
  ok("axe finds nothing in any view, in light and dark, at 1280, 375 and 320 pixels, and nothing is too wide");
};

const faultsOf = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  });
};
