/** A whole number of at least 1. Throws for anything else. */
export const count = (input: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(input)) throw new Error("Expected a whole number of at least 1");
  return Number(input);
};

/** The same, or 0. */
export const countOrNone = (input: string): number => (input === "0" ? 0 : count(input));
