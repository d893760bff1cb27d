import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { consoleAssets } from "../../src/console/server/assets.ts";

const MOST_BYTES = 60_000;

test("the page is small: its script and its styles take at most 60 KB, compressed", async () => {
  const assets = await consoleAssets();
  expect([...assets.keys()]).toEqual([
    "/_console/",
    "/_console/console.js",
    "/_console/style.css",
    "/_console/icon.svg",
  ]);
  const sizes = ["/_console/console.js", "/_console/style.css"].map(
    (path) => gzipSync(assets.get(path)?.body ?? "").length,
  );
  expect(Math.min(...sizes)).toBeGreaterThan(1_000);
  expect(sizes.reduce((all, one) => all + one, 0)).toBeLessThan(MOST_BYTES);
});

test("the page loads nothing from elsewhere", async () => {
  const html = (await consoleAssets()).get("/_console/")?.body.toString() ?? "";
  expect(html.match(/https?:/g)).toBeNull();
  expect(html.match(/\sstyle=|<style|<script(?![^>]+src=)/g)).toBeNull();
});
