const exact = new Intl.NumberFormat("en-US");
const rough = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** As in `12,345`. */
export const whole = (count: number): string => exact.format(count);

/** As in `12.3K`. */
export const compact = (count: number): string => rough.format(count);

/** A count with its noun, as in `1 entry` and `2 entries`. */
export const counted = (count: number, one: string, many: string): string =>
  `${whole(count)} ${count === 1 ? one : many}`;
