import { isDeeperThan, MAX_DEPTH } from "./depth.ts";
import { parseExact } from "./exactNumbers.ts";
import { repeatedName } from "./repeatedName.ts";

/**
 * The value of a text that a queue, a topic or a stream delivers: the JSON value if the text is JSON, otherwise the text itself. In it, a
 * number that a double cannot hold is a `JSON.rawJSON` object. JSON that the log could not keep unchanged stays a text: it is nested
 * too deeply, or an object in it has a name twice. It may be one level less deep than an entry, because an entry holds it in an object.
 */
export const valueIn = (text: string): unknown => {
  try {
    return isDeeperThan(text, MAX_DEPTH - 1) || repeatedName(text) !== undefined ? text : parseExact(text);
  } catch {
    return text;
  }
};
