import assert from "node:assert/strict";
import { ok } from "../ok.ts";
import { ROW, totalIn, type Used } from "./pages.ts";

/** Filters, which run in the API and are in the address. */
export const filters = async ({ pages }: Used): Promise<void> => {
  await pages.at("", async (page) => {
    await page.locator(ROW).first().waitFor();
    await page.locator(".kind", { hasText: "http" }).click();
    await page.waitForURL(/stream=http/);
    await page.keyboard.press("/");
    await page.keyboard.type("order-40");
    await page.keyboard.press("Enter");
    await page.waitForURL(/subjectPrefix=order-40/);
    await page.locator(".chip", { hasText: "order-40" }).waitFor();
    const only = async () => {
      await page.waitForFunction(() =>
        [...document.querySelectorAll(".rows .row .subject")].every((one) => one.textContent?.startsWith("order-40")),
      );
      await page.locator('.over-time[aria-busy="false"]').waitFor();
      return totalIn(page);
    };
    const total = await only();
    await page.reload();
    await page.locator(ROW).first().waitFor();
    assert.equal(await only(), total);
    await page.getByRole("button", { name: "Remove the filter: Stream is http" }).click();
    await page.waitForURL((url) => !url.search.includes("stream="));
    await page.getByRole("button", { name: /Remove the filter: Subject begins with/ }).click();
    await page.waitForURL((url) => url.search === "");
  });
  ok("filters run in the API, live in the address, and a reload keeps them");

  await pages.at("?type=shop.nothing.*&from=-7d", async (page) => {
    await page.getByText(/Nothing matches back to/).waitFor();
    await pages.save(page, "matched-little");
    await page.getByRole("button", { name: "Look further back" }).click();
    await page
      .getByText("Nothing matches these filters")
      .or(page.getByText(/That is all since/))
      .or(page.getByText(/Nothing matches back to/))
      .first()
      .waitFor();
  });
  ok("a page that matched little says how far it has looked, and offers to go on");
};
