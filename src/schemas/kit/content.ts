import { repeatedName } from "../../http/repeatedName.ts";
import { parseExact } from "../../log/exactNumbers.ts";
import { isDeeperThan, MAX_DEPTH } from "../../log/json.ts";

/**
 * The content of a text that a queue or a topic delivers: the JSON value if the text is JSON, otherwise the text itself. In it, a
 * number that a double cannot hold is a `JSON.rawJSON` object. JSON that the log could not keep unchanged stays a text: it is nested
 * too deeply, or an object in it has a name twice.
 */
export const contentOf = (text: string): unknown => {
  try {
    return isDeeperThan(text, DEPTH) || repeatedName(text) !== undefined ? text : parseExact(text);
  } catch {
    return text;
  }
};

// The data of an entry may hold the content in a field.
const DEPTH = MAX_DEPTH - 1;
