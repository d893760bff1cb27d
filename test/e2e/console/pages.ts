import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { consoleHeaders } from "../../../src/console/server/headers.ts";
import type { System } from "./system.ts";

interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: "light" | "dark";
  /** What the page is allowed to complain about, because the check causes it. */
  readonly allowed?: RegExp;
}

/** Pages of the console. */
export interface Pages {
  /** Opens the console at a query, gives the page to a check, and closes it. Fails if the page logs an error, as for a script that must not run. */
  readonly at: (query: string, check: (page: Page) => Promise<void>, look?: Look) => Promise<void>;
  /** Saves a screenshot, if there is a folder for it. */
  readonly save: (page: Page, name: string) => Promise<void>;
  /** Saves screenshots of the open pages. */
  readonly saveAll: () => Promise<void>;
}

/** What a check uses. */
export interface Used extends System {
  readonly pages: Pages;
}

/** Makes pages of the console of a system. */
export const newPages = (
  browser: Browser,
  { url }: Pick<System, "url">,
  pathOf: (name: string) => string | undefined,
): Pages => {
  const save = async (page: Page, name: string): Promise<void> => {
    const path = pathOf(name);
    if (path !== undefined) await page.screenshot({ path });
  };
  return {
    at: async (query, check, { width = 1280, height = 800, colorScheme = "light", allowed } = {}) => {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("pageerror", ({ message }) => errors.push(message));
      page.on("console", (message) => {
        if (message.type() === "error" && !allowed?.test(message.text())) errors.push(message.text());
      });
      const answer = await page.goto(`${url}/_console/${query}`);
      assert.equal(answer?.headers()["content-security-policy"], consoleHeaders["content-security-policy"]);
      await check(page);
      assert.deepEqual(errors, []);
      await context.close();
    },
    save,
    saveAll: async () => {
      for (const [index, page] of browser
        .contexts()
        .flatMap((context) => context.pages())
        .entries())
        await save(page, `failed-${index}`);
    },
  };
};

/** The rows of the list. */
export const ROW = ".rows .row";

/** The number of entries that the plot names. */
export const totalIn = async (page: Page): Promise<number> =>
  Number(await page.locator("[data-total]").getAttribute("data-total"));

/** Waits until a number on the page is that of the log. Both grow while a check runs, as when a schedule fires. */
export const untilEqual = async (shown: () => Promise<number>, wanted: () => Promise<number>): Promise<void> => {
  for (const end = Date.now() + 60_000; ; ) {
    const [actual, expected] = [await shown(), await wanted()];
    if (actual === expected) return;
    if (Date.now() > end) assert.equal(actual, expected);
    await setTimeout(100);
  }
};
