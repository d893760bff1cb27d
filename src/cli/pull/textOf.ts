import { jsonOf } from "../../log/json.ts";
import { valueIn } from "../../log/valueIn.ts";

/**
 * The text of a message from what its entry has: the value of its JSON, or the text if it was none. `name` says in an answer what the
 * text is: `the body`.
 */
export const textOf = (
  value: unknown,
  name: string,
): { readonly text: string; readonly missing: readonly string[] } => {
  if (typeof value !== "string") return { text: jsonOf(value), missing: [`how the JSON of ${name} was written`] };
  // A trigger reads JSON as its value, so the entry would not have the text.
  if (valueIn(value) === value) return { text: value, missing: [] };
  return {
    text: JSON.stringify(value),
    missing: [`whether ${name} was a text of JSON or a JSON string with this text: here it is a JSON string`],
  };
};
