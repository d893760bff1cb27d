import { inspect } from "node:util";
import { isDeeperThan, MAX_DEPTH } from "./depth.ts";

/** The JSON text of a value. A value that is nested deeper than `depth` becomes a string that holds its JSON text, so that no reader's stack overflows. */
export const jsonOf = (value: unknown, depth = MAX_DEPTH): string => {
  const json = stringify(value);
  return isDeeperThan(json, depth) ? JSON.stringify(json) : json;
};

/** The JSON text of a value of any depth. A value that JSON cannot hold (a BigInt, a cycle) becomes a string, made by `util.inspect`. */
export const stringify = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (error) {
    return error instanceof RangeError
      ? stringifyDeep(value)
      : JSON.stringify(inspect(value, { depth: 100, maxArrayLength: null, maxStringLength: null }));
  }
};

// Uses a stack of its own instead of recursion. The part that is written next is on top.
const stringifyDeep = (value: unknown): string => {
  const parts: string[] = [];
  const rest: ({ readonly value: unknown } | { readonly json: string })[] = [{ value }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if ("json" in next) parts.push(next.json);
    else if (typeof next.value !== "object" || next.value === null || JSON.isRawJSON(next.value))
      parts.push(JSON.stringify(next.value) ?? "null");
    else {
      const [open, close] = Array.isArray(next.value) ? ["[", "]"] : ["{", "}"];
      parts.push(open);
      rest.push({ json: close });
      const entries = Object.entries(next.value);
      for (const [i, [name, part]] of [...entries.entries()].reverse())
        rest.push({ value: part }, { json: `${i > 0 ? "," : ""}${open === "{" ? `${JSON.stringify(name)}:` : ""}` });
    }
  }
  return parts.join("");
};
