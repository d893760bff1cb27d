import type { Format, Page } from "../format.ts";
import { CSV, spreadsheet } from "../spreadsheet.ts";

const columns = ["time", "stream", "type", "source", "subject", "id", "recordedtime", "outoforder", "result", "data"];

/** One entry per row, with its data as JSON text. Only the Link header says where the next page is. */
export const csv: Format<Page> = {
  type: CSV,
  write: ({ entries }) =>
    spreadsheet(
      columns,
      entries.map(({ data, data_base64, ...entry }) => ({ ...entry, data: data_base64 ?? JSON.stringify(data) })),
    ),
};
