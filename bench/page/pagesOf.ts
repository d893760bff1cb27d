import { measures } from "../run/measures.ts";
import type { Results } from "../run/results.ts";
import { goalsSection } from "./goals.ts";
import { readmePart } from "./readmePart.ts";
import { runOf } from "./runOf.ts";

/** What each page shows of the results, between its marks. `locked` are the versions that the lock files have now. */
export const pagesOf = (
  results: Results,
  locked: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => ({
  "README.md": readmePart(results),
  "docs/bench.md": [runOf(results, locked), goalsSection(results), ...sections(results)].join("\n\n"),
});

const sections = (results: Results): readonly string[] =>
  measures.map(({ name, section }) => section(results[name]?.result));
