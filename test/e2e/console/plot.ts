import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import type { Page } from "playwright-core";
import { ok } from "../ok.ts";
import { ROW, totalIn, type Used, untilEqual } from "./pages.ts";

/** The plot: its total, and how it chooses a time range. */
export const plot = async ({ url, pages }: Used): Promise<void> => {
  await pages.at("?from=-7d", async (page) => {
    await page.locator(ROW).first().waitFor();
    const from = new Date(Date.now() - 7 * 86_400_000).toISOString();
    await untilEqual(
      () => totalIn(page),
      () => listed(url, from),
    );
    const kinds = page.locator(".kind:not(:has-text('rejected')) .kind-count");
    await untilEqual(
      async () => (await kinds.allTextContents()).reduce((sum, text) => sum + Number(text.replaceAll(",", "")), 0),
      () => totalIn(page),
    );
  });
  ok("the total of the plot is that of the list that is followed to its end, and that of its streams");

  await pages.at("?from=-7d", async (page) => {
    await page.locator(ROW).first().waitFor();
    // A log so large that each request counts a minute of it.
    await page.route(/\/logs\/stats/, (route) => {
      const { pathname, search } = new URL(route.request().url());
      const [to, from] = [0, 60_000].map((ms) => new Date(Date.now() - ms).toISOString());
      return route.fulfill({ json: { covered: { from, to }, buckets: [], next: pathname + search } });
    });
    // The counts of the rejections come later, when the pointer is over the plot already.
    await page.route(/\/rejected\/stats/, async (route) => {
      await setTimeout(2_000);
      await route.continue();
    });
    const rejections = page.waitForResponse(/\/rejected\/stats/);
    await page.reload();
    await page.getByText(/Counted back to/).waitFor();
    await plotOf(page).hover({ position: { x: 1, y: 40 } });
    await page.getByText("not counted yet").waitFor();
    await rejections;
    await setTimeout(500); // the plot is made again
    await page.getByText("not counted yet").waitFor();
    await pages.save(page, "not-counted");
    const rest = page.getByRole("button", { name: "Count the rest" });
    await rest.waitFor();
    await page.unroute(/\/logs\/stats/);
    await rest.click();
    await untilEqual(
      () => totalIn(page),
      () => listed(url, new Date(Date.now() - 7 * 86_400_000).toISOString()),
    );
    await page.getByText(/Counted back to/).waitFor({ state: "detached" });
  });
  ok("a part of the range that was not counted is shaded and said, and the rest can be counted");

  await pages.at("", async (page) => {
    await page.locator(ROW).first().waitFor();
    await page.locator('.over-time[aria-busy="false"]').waitFor();
    await page.locator(".kind", { hasText: "rejected" }).waitFor(); // then the plot has all its kinds
    const all = await totalIn(page);
    const width = await plotOf(page).evaluate(({ clientWidth }) => clientWidth);
    await plotOf(page).hover({ position: { x: width * 0.3, y: 40 } });
    await page.locator(".tip").waitFor();
    await page.mouse.down();
    await plotOf(page).hover({ position: { x: width * 0.5, y: 50 }, force: true });
    await pages.save(page, "zooming");
    await page.mouse.up();
    await page.waitForURL(/from=.*to=/);
    await page.getByText("Fixed range").waitFor();
    const { searchParams } = new URL(page.url());
    const [from, to] = ["from", "to"].map((name) => searchParams.get(name) ?? "") as [string, string];
    const wanted = await counted(url, from, to);
    assert.ok(wanted > 0 && wanted < all);
    await untilEqual(
      () => totalIn(page),
      () => counted(url, from, to),
    );
    await page
      .getByText(/That is all since/)
      .or(page.locator(ROW).first())
      .first()
      .waitFor();
    await page.reload();
    await page.getByText("Fixed range").waitFor();
    await untilEqual(
      () => totalIn(page),
      () => counted(url, from, to),
    );
    ok("dragging over the plot chooses a range at once, for the list and the counts, and a reload keeps it");

    await page.getByRole("button", { name: "Earlier" }).click();
    await page.waitForURL((next) => next.searchParams.get("from") !== from);
    const earlier = Date.parse(new URL(page.url()).searchParams.get("from") ?? "");
    const half = (Date.parse(to) - Date.parse(from)) / 2;
    assert.ok(Math.abs(Date.parse(from) - half - earlier) <= 1);
    await page.keyboard.press("ArrowRight");
    await page.waitForURL((next) => Math.abs(Date.parse(next.searchParams.get("from") ?? "") - Date.parse(from)) <= 1);
    await page.getByRole("button", { name: "1 h", exact: true }).click();
    await page.waitForURL(/from=-1h/);
    await page.getByText("Live", { exact: true }).waitFor();
    await page.goBack();
    await page.waitForURL(/to=/);
    ok("the arrows shift the range by half, the presets end now, and the browser goes back");
  });
};

/** Where a person points at the plot. The plot is made again when a kind of entries comes to it. */
const plotOf = (page: Page) => page.locator(".plot-frame .u-over");

/** How many entries the list has, followed to its end. */
const listed = async (url: string, from: string): Promise<number> => {
  let count = 0;
  for (let next: string | undefined = `/logs?limit=200&from=${from}`; next !== undefined; ) {
    const page = (await (await fetch(`${url}${next}`)).json()) as { entries: unknown[]; next?: string };
    count += page.entries.length;
    next = page.next;
  }
  return count;
};

const counted = async (url: string, from: string, to: string): Promise<number> => {
  let count = 0;
  for (let next: string | undefined = `/logs/stats?${new URLSearchParams({ from, to })}`; next !== undefined; ) {
    const answer = (await (await fetch(`${url}${next}`)).json()) as { buckets: { count: number }[]; next?: string };
    count += answer.buckets.reduce((sum, bucket) => sum + bucket.count, 0);
    next = answer.next;
  }
  return count;
};
