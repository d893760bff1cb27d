import { decimal } from "./decimal.ts";

/**
 * The canonical form of a JSON text. Two texts have the same canonical form exactly if they mean the same. The keys of an object are
 * sorted, and each number is written by its exact value. The text must not be nested deeper than {@link MAX_DEPTH} of json.ts,
 * because JSON.parse recurses.
 */
export const canonical = (json: string): string =>
  String(JSON.parse(json, (_, value, { source }) => textOf(value, source)));

// The reviver gets the innermost values first. So the members of an array or an object are canonical texts already.
const textOf = (value: unknown, source = ""): string => {
  if (typeof value === "number") return decimal(source);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  // A `join` would copy the text at each level. Appending does not.
  let text = "";
  if (Array.isArray(value)) {
    for (const part of value) text += `${text === "" ? "" : ","}${part}`;
    return `[${text}]`;
  }
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, part] of sorted) text += `${text === "" ? "" : ","}${JSON.stringify(name)}:${part}`;
  return `{${text}}`;
};
