import type { Format, Page } from "../format.ts";

/** One entry per line: https://github.com/ndjson/ndjson-spec. Only the Link header says where the next page is. */
export const ndjson: Format<Page> = {
  type: "application/x-ndjson",
  write: ({ entries }) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""),
};
