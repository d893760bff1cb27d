import type { Results } from "../run/results.ts";
export const readmePart = (results: Results): string => results.date;
