import * as z from "zod";
import { repeatedName } from "../../http/repeatedName.ts";
import { parseExact } from "../../log/exactNumbers.ts";
import { isDeeperThan, MAX_DEPTH } from "../../log/json.ts";
import { withOrdinaryNumbers } from "../../log/ordinaryNumbers.ts";
import type { Content } from "./checked.ts";

/**
 * The content of a text that a queue or a topic delivers: the JSON value if the text is JSON, otherwise the text itself. In it, a
 * number that a double cannot hold is a `JSON.rawJSON` object. JSON that the log could not keep unchanged stays a text: it is nested
 * too deeply, or an object in it has a name twice. It may be one level less deep than an entry, because an entry holds it in an object.
 */
export const contentOf = (text: string): unknown => {
  try {
    return isDeeperThan(text, MAX_DEPTH - 1) || repeatedName(text) !== undefined ? text : parseExact(text);
  } catch {
    return text;
  }
};

/** The content of a text that may be JSON. */
export const jsonText = z.string().transform((text): Content => {
  const exact = contentOf(text);
  return { exact, data: withOrdinaryNumbers(exact).data };
});

/** The content of a text that is never read as JSON. */
export const plainText = z.string().transform((text): Content => ({ exact: text, data: text }));
