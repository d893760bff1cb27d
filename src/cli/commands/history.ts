import { buildCommand } from "@stricli/core";
import { connect } from "../api/connect.ts";
import { entriesOf, LARGEST_PAGE } from "../api/pages.ts";
import { asked, targetOf } from "../api/target.ts";
import type { Context } from "../context.ts";
import { type Connection, connectionFlags } from "../flags/connection.ts";
import { type Filters, filterFlags, type Range, rangeFlags } from "../flags/filters.ts";
import { jsonFlag, type Printing } from "../flags/output.ts";
import { text } from "../flags/text.ts";
import { printEntries } from "../output/printEntries.ts";

type Flags = Pick<Filters, "stream" | "type" | "source"> & Range & Connection & Printing;

const { stream, type, source } = filterFlags;

export const history = buildCommand<Flags, [string], Context>({
  parameters: {
    flags: { stream, type, source, ...rangeFlags, ...connectionFlags, json: jsonFlag },
    positional: {
      kind: "tuple",
      parameters: [{ parse: text, placeholder: "subject", brief: "The key of an object, the number of an order" }],
    },
  },
  docs: {
    brief: "Print what happened to one subject",
    fullDescription: `Prints all entries of one subject, oldest first: created, tagged, overwritten, removed.
NOTE says "out of order" where S3's sequencer puts an entry before one above it. Skip it to compute the current state.

EXAMPLES
  tributary history photos/cat.jpg
  tributary history order-7 --since 30d
  tributary history photos/cat.jpg --stack tributary --json`,
  },
  async func(flags, subject) {
    const api = await connect(this, flags);
    const { historyRows } = await import("../output/entryRows.ts");
    const { path, parameters } = asked({ ...flags, subject, rejected: false });
    await printEntries(
      this,
      flags,
      historyRows,
      entriesOf(api, targetOf(path, { ...parameters, order: "asc", limit: LARGEST_PAGE })),
    );
  },
});
