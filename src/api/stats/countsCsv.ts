import type { Format } from "../../http/format.ts";
import { CSV, spreadsheet } from "../../http/spreadsheet.ts";
import type { Counts } from "./counts.ts";

/**
 * Counts as CSV. Each bucket has one row for all of its entries (`total`), one row for each of its `counts` (`part`), and one row
 * each for the firings of the schedule that were `expected` and `found`. `names` are the columns with the fields of a count.
 */
export const countsCsv = (names: readonly string[]): Format<Counts> => ({
  type: CSV,
  write: ({ buckets }) =>
    spreadsheet(
      ["time", "complete", "kind", ...names, "count"],
      buckets.flatMap(({ time, complete, count, counts, firings }) => [
        { time, complete, kind: "total", count },
        ...counts.map((part) => ({ time, complete, kind: "part", ...part })),
        ...(firings === undefined
          ? []
          : [
              { time, complete, kind: "expected", count: firings.expected },
              { time, complete, kind: "found", count: firings.found },
            ]),
      ]),
    ),
});
