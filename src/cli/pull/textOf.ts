import { repeatedName } from "../../http/repeatedName.ts";
import { isDeeperThan, jsonOf, MAX_DEPTH } from "../../log/json.ts";

/**
 * The text of a message from what its entry has: the value of its JSON, or the text if it was none. `name` says in an answer what the
 * text is: `the body`.
 */
export const textOf = (
  value: unknown,
  name: string,
): { readonly text: string; readonly missing: readonly string[] } => {
  if (typeof value !== "string") return { text: jsonOf(value), missing: [`how the JSON of ${name} was written`] };
  if (!wouldBeRead(value)) return { text: value, missing: [] };
  return {
    text: JSON.stringify(value),
    missing: [`whether ${name} was a text of JSON or a JSON string with this text: here it is a JSON string`],
  };
};

/** Whether a trigger reads this text as JSON, so that the entry would have a value instead of the text. */
const wouldBeRead = (text: string): boolean => {
  try {
    JSON.parse(text);
    return !isDeeperThan(text, MAX_DEPTH - 1) && repeatedName(text) === undefined;
  } catch {
    return false;
  }
};
