import { ok } from "../ok.ts";
import type { Used } from "./pages.ts";

const HOUR = 3_600_000;

/** Firings, and those that were missed. */
export const schedules = async ({ url, pages }: Used): Promise<void> => {
  const last = Date.now() - HOUR;
  const hours = [1, 2, 3, 6, 7, 8].map((hour) => new Date(last - hour * HOUR).toISOString());
  for (const time of hours) {
    const answer = await fetch(`${url}/_local/schedules/ScheduleFunctionFire?time=${time}`, { method: "POST" });
    if (!answer.ok) throw new Error(await answer.text());
  }
  await pages.at("?view=schedules&from=-24h", async (page) => {
    await page.getByRole("heading", { name: "ScheduleFunctionFire" }).waitFor();
    await page.locator(".firing.is-missed").nth(1).waitFor();
    await page.locator(".missed li").nth(1).waitFor();
    await pages.save(page, "schedules");
    await page.locator(".missed li").first().getByText("Fire it").click();
    await page.getByRole("button", { name: "Fire", exact: true }).click();
    await page.getByText("Delivered (asynchronous) in 1 attempt: it succeeded.").waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "ScheduleFunctionFire" }).waitFor();
  });
  ok("missed firings are on the line and in a list, and one of them can be fired at its time");
};
