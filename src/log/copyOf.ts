import { stringify } from "./json.ts";

/** A copy of a value of JSON, for code that may change its input. Bytes are copied as a Buffer. */
export const copyOf = (value: unknown): unknown => {
  try {
    return copyOfParts(value);
  } catch {
    return JSON.parse(stringify(value)); // a deep value overflows the stack
  }
};

// Events are JSON. For them, this takes a tenth of the time of structuredClone.
const copyOfParts = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOfParts);
  if (value instanceof Uint8Array) return Buffer.from(value);
  const copy: Record<string, unknown> = { ...value };
  for (const name in copy) copy[name] = copyOfParts(copy[name]);
  return copy;
};
