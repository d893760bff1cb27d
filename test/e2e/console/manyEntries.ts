import assert from "node:assert/strict";
import { fill } from "../../fill.ts";
import { ok } from "../ok.ts";
import { ROW, type Used } from "./pages.ts";
import { samples } from "./samples.ts";

const MANY = 10_000;

/** A long list: scrolling, pausing, and going on. */
export const manyEntries = async ({ url, table, pages }: Used): Promise<void> => {
  const now = Date.now();
  await fill(table, now, samples(MANY, now));
  await pages.at("", async (page) => {
    const rows = page.locator(".rows");
    await page.locator(ROW).first().waitFor();
    await pages.save(page, "log");
    const post = (subject: string) =>
      fetch(`${url}/events`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ type: "shop.order.placed", subject }),
      });
    await rows.evaluate((element) => element.scrollTo({ top: 1_000 }));
    await page.getByText("Paused").waitFor();
    const top = await page.locator(ROW).first().textContent();
    await post("while-paused-1");
    await post("while-paused-2");
    await page.getByRole("button", { name: "2 new" }).waitFor();
    await pages.save(page, "paused");
    assert.equal((await page.locator(ROW).first().textContent())?.slice(3), top?.slice(3), "the list does not move");
    await page.getByRole("button", { name: "2 new" }).click();
    await page.locator(ROW, { hasText: "while-paused-2" }).waitFor();
    assert.equal(await rows.evaluate((element) => element.scrollTop), 0);
    await page.getByText("Live", { exact: true }).waitFor();
    await post("at-the-top");
    await page.locator(ROW, { hasText: "at-the-top" }).waitFor();
    ok("scrolling away pauses the list and counts what is new, and the top resumes it");

    let height = 0;
    for (let end = Date.now() + 120_000; Date.now() < end; ) {
      height = await rows.evaluate((element) => {
        element.scrollTo({ top: element.scrollHeight });
        return element.scrollHeight;
      });
      if (await page.getByText(/That is all since/).isVisible()) break;
      await page.waitForTimeout(50);
    }
    assert.ok(height > MANY * 30, `the list is ${height} px high`);
    const long = await rows.evaluate(async (element) => {
      const started = performance.now();
      let frames = 0;
      for (let top = element.scrollHeight; top > 0; top -= 4_000) {
        element.scrollTo({ top });
        await new Promise(requestAnimationFrame);
        frames += 1;
        if (element.querySelectorAll(".row").length > 120) throw new Error("too many rows are in the document");
      }
      return (performance.now() - started) / frames;
    });
    const empty = await rows.evaluate((element) => element.querySelectorAll(".row").length);
    assert.ok(empty > 10);
    ok(`${MANY} entries scroll: only the visible rows are in the document (${long.toFixed(0)} ms a frame here)`);
  });
};
