import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { partOf } from "../../bench/page/marks.ts";
import { pagesOf } from "../../bench/page/pagesOf.ts";
import { readResults } from "../../bench/run/results.ts";
import { lockedVersions } from "../../bench/run/versions.ts";

const [results, locked] = [await readResults(), await lockedVersions()];
const pages = pagesOf(results, locked);

test.each(Object.keys(pages))(
  "%s shows what bench/results.json says. If it does not, run: npm run bench -- --pages",
  (page) => {
    expect(partOf(readFileSync(page, "utf8"), page)).toBe(pages[page]);
  },
);

test("a package that has another version than the one that was measured is named", () => {
  const [name = "", version] = Object.entries(results.versions)[0] ?? [];
  const shown = pagesOf(results, { ...locked, [name]: "99.0.0" })["docs/bench.md"];
  expect(shown).toContain(`${name} was ${version} and is 99.0.0 now`);
});
