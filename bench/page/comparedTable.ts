import type { Compared } from "../run/compare.ts";
import type { Quartiles } from "../run/quartiles.ts";
import { table } from "./table.ts";

/** A table of one work: for each contestant the median of one figure, and its ratio to the first contestant with the quartiles. */
export const comparedTable = (work: string, figure: string, unit: string, compared: Compared): string =>
  table(
    [work, unit, "ratio", "the middle half of the ratios"],
    compared.map(({ contestant, figures }, index) => {
      const { value, ratio } = figures[figure] ?? NONE;
      const isFirst = index === 0;
      return [
        NAMES[contestant] ?? contestant,
        rounded(value.median),
        isFirst ? "1" : ratioOf(ratio),
        isFirst ? "" : spreadOf(ratio),
      ];
    }),
  );

/** The median of a ratio, as in `0.83`. */
export const ratioOf = ({ median }: Quartiles): string => median.toFixed(2);

/** What readers call the contestants. */
export const NAMES: Readonly<Record<string, string>> = {
  bare: "a bare function",
  bareBuiltLikeOurs: "a bare function, built like ours",
  tributary: "**Tributary**",
  powertools: "Powertools",
  middy: "middy",
  puts: "conditional puts",
};

const spreadOf = ({ q1, q3 }: Quartiles): string => `${q1.toFixed(2)} to ${q3.toFixed(2)}`;

/** Three significant digits. */
const rounded = (value: number): string => String(Number(value.toPrecision(3)));

const NONE = {
  value: { q1: Number.NaN, median: Number.NaN, q3: Number.NaN },
  ratio: { q1: Number.NaN, median: Number.NaN, q3: Number.NaN },
};
