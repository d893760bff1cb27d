import type { Format } from "../format.ts";

/** An entry a line: https://github.com/ndjson/ndjson-spec. The next page is in the Link header alone, as in every format but JSON. */
export const ndjson: Format = {
  type: "application/x-ndjson",
  write: ({ entries }) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""),
};
