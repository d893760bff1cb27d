import { readFile } from "node:fs/promises";
import { utf8 } from "../http/utf8.ts";
import { errorText } from "../log/errorText.ts";
import { failure } from "./failure.ts";

/** The text of a file in UTF-8, without a byte order mark. Throws a Failure. */
export const fileText = async (file: string): Promise<string> => {
  const bytes = await readFile(file).catch((thrown: unknown) => {
    throw failure(`${file} cannot be read: ${errorText(thrown)}`, thrown);
  });
  const text = utf8(bytes, "ignore");
  if (text === undefined) throw failure(`${file} is not UTF-8, so it is no JSON`);
  return text;
};
