import { buffer } from "node:stream/consumers";
import { utf8 } from "../../http/utf8.ts";
import { errorText } from "../../log/errorText.ts";
import type { Context } from "../context.ts";
import { failure } from "../failure.ts";
import { fileText } from "../fileText.ts";

/** The JSON text of the event in a file, or in stdin (`-`). Throws a Failure if it is no JSON. */
export const eventIn = async ({ input }: Pick<Context, "input">, file: string): Promise<string> => {
  const text = file === "-" ? utf8(await buffer(input), "ignore") : await fileText(file);
  const name = file === "-" ? "stdin" : file;
  if (text === undefined) throw failure(`${name} is not UTF-8, so it is no JSON`);
  try {
    JSON.parse(text);
    return text;
  } catch (thrown) {
    throw failure(`${name} is no JSON: ${errorText(thrown)}`, thrown);
  }
};
