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
  const [name = "", version] = Object.entries(Object.values(results)[0]?.run.versions ?? {})[0] ?? [];
  const shown = pagesOf(results, { ...locked, [name]: "99.0.0" })["docs/bench.md"];
  expect(shown).toContain(`${name} was ${version} and is 99.0.0 now`);
});

test("a part that was measured later than the others has its own date, command and machine", () => {
  const [[name, measured] = [], [, other] = []] = Object.entries(results);
  if (name === undefined || measured === undefined || other === undefined)
    throw new Error("bench/results.json has too few measurements");
  const run = { ...measured.run, date: "2099-01-02T03:04:05.000Z", command: "npm run bench -- later" };
  const shown = pagesOf({ ...results, [name]: { ...measured, run } }, locked);
  expect(shown["docs/bench.md"]).toContain(`\`npm run bench -- later\` measured the part ${name} on 2099-01-02`);
  expect(shown["README.md"]).toContain("Measured by `npm run bench -- later` on 2099-01-02");
  expect(shown["README.md"]).toContain(`Measured by \`${other.run.command}\` on ${other.run.date.slice(0, 10)}`);
});
