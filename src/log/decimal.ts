/** The exact value of a JSON number as text: its digits, without zeros around them, and a power of ten. 1, 1.0 and 10e-1 all give `1e0`. */
export const decimal = (source: string): string => {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? [];
  const digits = whole + fraction;
  // A regular expression would need quadratic time to find the last zeros.
  let end = digits.length;
  while (digits[end - 1] === "0") end--;
  if (end === 0) return "0";
  let start = 0;
  while (digits[start] === "0") start++;
  const power = BigInt(exponent) + BigInt(digits.length - end - fraction.length);
  return `${sign}${digits.slice(start, end)}e${power}`;
};
