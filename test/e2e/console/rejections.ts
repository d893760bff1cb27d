import assert from "node:assert/strict";
import { ok } from "../ok.ts";
import type { Used } from "./pages.ts";

/** A bad event, its rejection, and the reason. */
export const rejections = async ({ url, pages }: Used): Promise<void> => {
  const post = async (body: unknown): Promise<void> => {
    const headers = { "content-type": "application/json" };
    const { status } = await fetch(`${url}/events`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.equal(status, 400);
  };
  await pages.at("", async (page) => {
    await page.getByText("Live", { exact: true }).waitFor();
    await post({ type: 5, subject: "bad" });
    await page.locator(".kind", { hasText: "rejected" }).click();
    const group = page.locator(".group", { hasText: "event.type" });
    await group.waitFor();
    await post({ type: 6, subject: "bad" });
    await group.locator(".group-count", { hasText: /^2$/ }).waitFor();
    await group.getByRole("button").click();
    await group.locator(".examples a").first().click();
    await page.getByText("The record does not fit the schema of its trigger. Trigger: http.").waitFor();
    const marked = page.locator(".line.is-marked");
    await marked.waitFor();
    assert.match((await marked.textContent()) ?? "", /"type": 6,?\s*Invalid input: expected string, received number/);
    await pages.save(page, "rejection");
    await page.reload();
    await marked.waitFor();
  });
  ok("a bad event is counted without a reload, grouped by its path, and its payload has the fault marked");

  const answer = await fetch(`${url}/_local/events/S3Function`, {
    method: "POST",
    body: JSON.stringify({ Records: [{ eventSource: "aws:s3", eventName: "ObjectCreated:Put", s3: {} }] }),
  });
  assert.equal(answer.status, 200);
  await pages.at("?view=rejected", async (page) => {
    await page.locator(".group", { hasText: "s3.bucket" }).getByRole("button").click();
    await page.locator(".examples a").click();
    await page.locator(".line.is-marked").first().waitFor();
    const marks = await page.locator(".line.is-marked").allTextContents();
    assert.equal(marks.filter((text) => text.includes("s3.bucket") || text.includes("bucket: Invalid")).length, 1);
    assert.equal(marks.filter((text) => text.includes("eventTime: Invalid")).length, 1);
  });
  ok("a field that is missing is marked at the object in which it should be");
};
