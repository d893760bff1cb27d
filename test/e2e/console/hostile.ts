import assert from "node:assert/strict";
import { ok } from "../ok.ts";
import { ROW, type Used } from "./pages.ts";

const SCRIPT = `<img src=x onerror="document.title='ran'"><script>document.title='ran'</script>`;
const SUBJECT = `evil-${SCRIPT}-\u202Egpj.exe`;
const NUMBER = "12345678901234567890.123456789";

/** Keys and bodies that would be code, or would look like something else. */
export const hostile = async ({ url, pages }: Used): Promise<void> => {
  const key = encodeURIComponent(`${SCRIPT}.txt`);
  const put = await fetch(`${url}/_local/buckets/bucket/objects/${key}`, { method: "PUT", body: SCRIPT });
  assert.equal(put.status, 200, await put.text());
  const data =
    `{"${SCRIPT.replaceAll('"', '\\"')}":"\u202E\u0000","toString":"x","big":${NUMBER},"deep":${"[".repeat(300)}${"]".repeat(300)}}`.replace(
      "\u0000",
      "\\u0000",
    );
  const body = `{"type":"evil.javascript:alert(1)","subject":${JSON.stringify(SUBJECT)},"data":${data}}`;
  const posted = await fetch(`${url}/events`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  assert.equal(posted.status, 201, await posted.text());
  await pages.at("", async (page) => {
    const row = page.locator(ROW, { hasText: "evil-" }).first();
    await row.waitFor();
    assert.ok((await row.textContent())?.includes("\\u{202e}gpj.exe"), "an override of the direction is visible");
    await row.click();
    await page.locator(".json", { hasText: NUMBER }).waitFor();
    assert.match((await page.locator(".json").textContent()) ?? "", /\\u202e\\u0000/);
    for (const tab of ["Raw JSON", "Around it", "History"]) {
      await page.getByRole("tab", { name: tab }).click();
      await page.locator(tab === "Raw JSON" ? ".json" : ".short-rows").waitFor();
    }
    await page.locator(ROW, { hasText: "<img" }).last().click();
    await page.getByRole("tab", { name: "Data", exact: true }).click();
    await page.locator(".json").first().waitFor();
    assert.equal(await page.locator("img, #app script, iframe").count(), 0);
    assert.notEqual(await page.title(), "ran");
    await pages.save(page, "hostile");
  });
  ok("keys and bodies that look like markup are text, hidden characters are visible, and big numbers are whole");

  await pages.at(
    `?subject=${encodeURIComponent(SUBJECT)}&view=${encodeURIComponent(SCRIPT)}&from=${SCRIPT}&tab=${SCRIPT}`,
    async (page) => {
      await page.locator(ROW).first().waitFor();
      assert.ok((await page.locator(".chip").textContent())?.includes("<img src=x"));
      assert.notEqual(await page.title(), "ran");
    },
  );
  ok("an address cannot bring code into the page");
};
