import { has } from "./has.ts";

/** The text at a path in any value. `undefined` if there is no text, or an empty one. */
export const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = path.reduce<unknown>((inside, name) => (has(inside, name) ? inside[name] : undefined), value);
  return (typeof found === "string" && found) || undefined;
};
