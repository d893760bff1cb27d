import { jsonOf } from "./json.ts";

/**
 * Data for schemas and work functions: each number is an ordinary one, the nearest double or Infinity. If that changes a number,
 * `json` is the exact JSON text of the data.
 */
export const withOrdinaryNumbers = (data: unknown): { readonly data: unknown; readonly json?: string } =>
  holdsRaw(data) ? { data: JSON.parse(JSON.stringify(data)), json: jsonOf(data) } : { data };

const holdsRaw = (value: unknown): boolean => {
  const rest = [value];
  while (rest.length > 0) {
    const next = rest.pop();
    if (typeof next !== "object" || next === null) continue;
    if (JSON.isRawJSON(next)) return true;
    for (const part of Object.values(next)) rest.push(part);
  }
  return false;
};
