import * as z from "zod";

/** The quartiles of a list of figures. */
export type Quartiles = z.infer<typeof Quartiles>;
export const Quartiles = z.object({ q1: z.number(), median: z.number(), q3: z.number() });

/** The quartiles of at least one number, by the nearest rank. */
export const quartilesOf = (numbers: readonly number[]): Quartiles => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  return { q1: at(0.25), median: at(0.5), q3: at(0.75) };
};
