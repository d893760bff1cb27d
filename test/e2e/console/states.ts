import assert from "node:assert/strict";
import { ok } from "../ok.ts";
import { ROW, type Used } from "./pages.ts";

/** What the page says when there is nothing, or when something goes wrong. */
export const states = async ({ pages }: Used): Promise<void> => {
  await pages.at("?from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z", async (page) => {
    await page.getByText("There are no entries in this time range").waitFor();
    await pages.save(page, "empty");
  });
  await pages.at("?subject=nobody", async (page) => {
    await page.getByText("Nothing matches these filters").waitFor();
    await page.getByRole("button", { name: "Clear the filters" }).click();
    await page.waitForURL((url) => !url.search.includes("subject"));
  });
  await pages.at(
    "?stream=nowhere",
    async (page) => {
      await page
        .getByText(/stream: Invalid option/)
        .first()
        .waitFor();
    },
    { allowed: /400/ },
  );
  ok("an empty log, a filter that matches nothing, and a wrong filter say what to do");

  const detail = "Your AWS credentials have expired. Run aws sso login.";
  const problem = { contentType: "application/problem+json", body: JSON.stringify({ title: "Unauthorized", detail }) };
  await pages.at(
    "",
    async (page) => {
      await page.locator(ROW).first().waitFor();
      await page.route(/\/(logs|rejected)\b/, (route) => route.fulfill({ status: 401, ...problem }));
      await page.getByRole("alert").getByText(detail).waitFor();
      assert.ok(await page.locator(ROW).first().isVisible(), "what was read stays visible");
      await pages.save(page, "expired");
      await page.unroute(/\/(logs|rejected)\b/);
      await page.getByText("Live", { exact: true }).waitFor();
    },
    { allowed: /401/ },
  );
  await pages.at(
    "",
    async (page) => {
      await page.locator(ROW).first().waitFor();
      await page.route(/\/(logs|rejected)\b/, (route) => route.abort());
      await page.getByText("Connection lost").waitFor();
      await page.getByText(/Check that the command still runs\. The page tries again by itself/).waitFor();
    },
    { allowed: /ERR_FAILED/ },
  );
  ok("expired credentials and a lost connection are told, what was read stays, and the page goes on by itself");

  await pages.at("?view=local", async (page) => {
    await page.getByRole("heading", { name: "Upload a file" }).waitFor();
    await page.route(/\/logs\b/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      await route.continue();
    });
    await page.getByRole("link", { name: "Log", exact: true }).click();
    await page.getByText("Waiting for the log").waitFor();
    await page.locator(ROW).first().waitFor();
  });
  ok("a slow log is told while the page waits for it");

  await pages.at(
    "?view=rejected",
    async (page) => {
      await page.route(/\/rejected\b/, (route) =>
        route.fulfill({ status: 403, contentType: "application/json", body: '{"message":"Forbidden"}' }),
      );
      await page.reload();
      await page.getByText("You may not read /rejected").waitFor();
      await page.getByRole("link", { name: "Log", exact: true }).click();
      await page.locator(".legend").getByText("You may not read /rejected").waitFor();
      await page.locator(ROW).first().waitFor();
    },
    { allowed: /403/ },
  );
  ok("who may not read the rejections sees a sentence, and the log");

  await pages.at("#token=the-token", async (page) => {
    await page.locator(ROW).first().waitFor();
    assert.equal(new URL(page.url()).hash, "");
    const [request] = await Promise.all([page.waitForRequest(/tail=/), page.reload()]);
    assert.equal(request.headers()["x-tributary-token"], "the-token");
  });
  ok("the token leaves the address, and is sent with each request, after a reload too");
};
