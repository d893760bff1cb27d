/**
 * The canonical text of a JSON text: two texts have the same one exactly if they mean the same. The keys of an object are
 * sorted. A number is written by its exact decimal value, which a double may not hold: 1, 1.0 and 10e-1 are equal. JSON.parse
 * recurses, so the text must not be nested deeper than {@link MAX_DEPTH} of json.ts.
 */
export const canonical = (json: string): string =>
  String(JSON.parse(json, (_, value, { source }) => textOf(value, source)));

// The reviver gets the innermost values first, so the parts of an array or an object are canonical texts already.
const textOf = (value: unknown, source = ""): string => {
  if (typeof value === "number") return exact(source);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  // Text is only appended to: a join would copy it at each level.
  let text = "";
  if (Array.isArray(value)) {
    for (const part of value) text += `${text === "" ? "" : ","}${part}`;
    return `[${text}]`;
  }
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, part] of sorted) text += `${text === "" ? "" : ","}${JSON.stringify(name)}:${part}`;
  return `{${text}}`;
};

/** A number as its digits, without zeros around them, and a power of ten. */
const exact = (source: string): string => {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? [];
  const digits = whole + fraction;
  // Loops, because a regular expression for the last zeros takes quadratic time.
  let end = digits.length;
  while (digits[end - 1] === "0") end--;
  if (end === 0) return "0";
  let start = 0;
  while (digits[start] === "0") start++;
  const power = BigInt(exponent) + BigInt(digits.length - end - fraction.length);
  return `${sign}${digits.slice(start, end)}e${power}`;
};
