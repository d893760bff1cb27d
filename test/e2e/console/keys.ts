import assert from "node:assert/strict";
import { ok } from "../ok.ts";
import { ROW, type Used } from "./pages.ts";

/** The keyboard. */
export const keys = async ({ pages }: Used): Promise<void> => {
  await pages.at("", async (page) => {
    await page.locator(ROW).nth(3).waitFor();
    const opened = () => new URL(page.url()).searchParams.get("entry");
    await page.keyboard.press("Enter");
    await page.getByRole("complementary", { name: "Entry" }).waitFor();
    const first = opened();
    await page.keyboard.press("j");
    await page.waitForURL((url) => url.searchParams.get("entry") !== first);
    await page.keyboard.press("k");
    await page.waitForURL((url) => url.searchParams.get("entry") === first);
    await page.getByRole("tab", { name: "Data" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tab", { name: "Raw JSON", selected: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.waitForURL((url) => !url.searchParams.has("entry"));
    await page.keyboard.press("/");
    await page.keyboard.type("j/k");
    assert.equal(await page.locator("#filter").inputValue(), "j/k");
    assert.equal(opened(), null);
    await page.keyboard.press("Escape");
    for (let i = 0; i < 40; i++) await page.keyboard.press("j");
    // Waits until the open row is inside of the list.
    await page.waitForFunction(
      ([row, rows]) => {
        const [open, list] = [row, rows].map((one) => document.querySelector(one)?.getBoundingClientRect());
        return open && list && open.top >= list.top && open.bottom <= list.bottom;
      },
      [`${ROW}[aria-current]`, ".rows"] as const,
    );
  });
  ok("j, k, Enter, Escape, / and the arrows do what they say, and a field takes them as text");
};
