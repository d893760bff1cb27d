import { buildCommand } from "@stricli/core";
import { connect } from "../api/connect.ts";
import { entriesOf, LARGEST_PAGE } from "../api/pages.ts";
import { asked, targetOf } from "../api/target.ts";
import type { Context } from "../context.ts";
import { type Connection, connectionFlags } from "../flags/connection.ts";
import { count } from "../flags/count.ts";
import { type Filters, filterFlags, type Range, rangeFlags } from "../flags/filters.ts";
import { jsonFlag, type Printing } from "../flags/output.ts";
import { printEntries } from "../output/printEntries.ts";

interface Flags extends Filters, Range, Connection, Printing {
  readonly order?: string;
  readonly limit?: number;
}

const USUAL = 50;

export const logs = buildCommand<Flags, [], Context>({
  parameters: {
    flags: {
      ...rangeFlags,
      ...filterFlags,
      order: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "desc|asc",
        brief: "desc: newest first, as without it; asc: oldest first",
      },
      limit: {
        kind: "parsed",
        parse: count,
        optional: true,
        placeholder: "number",
        brief: `The largest number of entries. Without it: ${USUAL}, or all of a range with --since or --until`,
      },
      ...connectionFlags,
      json: jsonFlag,
    },
  },
  docs: {
    brief: "Print entries of the log",
    fullDescription: `Prints entries of the log, newest first, and exits. A comma in a flag means "or"; several flags mean "and".

EXAMPLES
  tributary logs                                   the newest ${USUAL} entries
  tributary logs --since 10m                       the last ten minutes
  tributary logs --since 2026-01-31 --until 2026-02-01 --stream s3,http
  tributary logs --type 'shop.*' --subject order-7
  tributary logs --rejected --since 1d             what was rejected, and why
  tributary logs --since 1h --json | jq .data`,
  },
  async func(flags) {
    const { order, limit = flags.since === undefined && flags.until === undefined ? USUAL : undefined } = flags;
    const api = await connect(this, flags);
    const { entryRows, rejectionRows } = await import("../output/entryRows.ts");
    const { path, parameters } = asked(flags);
    const target = targetOf(path, { ...parameters, order, limit: Math.min(LARGEST_PAGE, limit ?? LARGEST_PAGE) });
    await printEntries(this, flags, flags.rejected ? rejectionRows : entryRows, entriesOf(api, target, limit));
  },
});
