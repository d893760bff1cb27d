import { printable } from "../../../log/printable.ts";
import type { Entry } from "../api/answers.ts";
import { bytesIn } from "../text/base64.ts";
import { counted } from "../text/numbers.ts";

const LENGTH = 160;
const known = new WeakMap<Entry, string>();

/** The beginning of what an entry holds, on one line: what the work returned, or else its data. */
export const previewOf = (entry: Entry): string => {
  const text = known.get(entry) ?? previewed(entry);
  known.set(entry, text);
  return text;
};

const previewed = ({ result, data, data_base64 }: Entry): string => {
  if (result !== undefined) return printable(`→ ${result.slice(0, LENGTH)}`);
  if (data !== undefined)
    return printable(typeof data === "string" ? data.slice(0, LENGTH) : JSON.stringify(data).slice(0, LENGTH));
  return data_base64 === undefined ? "" : `${counted(bytesIn(data_base64), "byte", "bytes")} of binary data`;
};
