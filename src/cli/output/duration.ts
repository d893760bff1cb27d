const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** A duration in ms for people, in its largest unit: `6 h`. */
export const duration = (ms: number): string => {
  const [unit, unitMs] = UNITS.find(([, unitMs]) => ms >= unitMs) ?? (["s", 1_000] as const);
  return `${Math.round(Math.max(0, ms) / unitMs)} ${unit}`;
};
