import { buildCommand } from "@stricli/core";
import { allCounts, totalOf } from "../api/allCounts.ts";
import { connect } from "../api/connect.ts";
import { asked, targetOf } from "../api/target.ts";
import type { Context } from "../context.ts";
import { type Connection, connectionFlags } from "../flags/connection.ts";
import { type Filters, filterFlags, type Range, rangeFlags } from "../flags/filters.ts";
import { jsonFlag, type Printing } from "../flags/output.ts";
import { text } from "../flags/text.ts";
import { bars } from "../output/bars.ts";
import { newProgress } from "../output/progress.ts";
import { jsonLine } from "../output/records.ts";
import { newTable } from "../output/table.ts";

interface Flags extends Filters, Range, Connection, Printing {
  readonly by?: string;
}

const USUAL = { since: "-1d", by: "hour" };

export const stats = buildCommand<Flags, [], Context>({
  parameters: {
    flags: {
      ...rangeFlags,
      by: {
        kind: "parsed",
        parse: text,
        optional: true,
        placeholder: "minute|hour|day|week",
        brief: "minute, hour (as without it), day or week, in UTC",
      },
      ...filterFlags,
      ...connectionFlags,
      json: jsonFlag,
    },
  },
  docs: {
    brief: "Count entries, and plot them",
    fullDescription: `Counts the entries of the last day (or of --since) for each hour (or --by), and plots them. Below the plot are the totals.
With --json or in a pipe, each bucket is one JSON object a line: {"time","count","counts"}.

EXAMPLES
  tributary stats
  tributary stats --since 30d --by day --stream s3
  tributary stats --rejected --since 7d
  tributary stats --since 2026-01-01 --until 2026-02-01 --by week --json`,
  },
  async func({ json, by = USUAL.by, since = USUAL.since, ...flags }) {
    const api = await connect(this, flags);
    const { path, parameters } = asked({ ...flags, since });
    const progress = newProgress(this);
    const { buckets } = await allCounts(api, targetOf(`${path}/stats`, { ...parameters, by, order: "asc" }), ({ to }) =>
      progress.show(`Counted up to ${to}`),
    );
    await progress.clear();
    if (json || !this.out.isTerminal) {
      await this.out.write(buckets.map((bucket) => jsonLine(this.out, bucket)).join(""));
      return;
    }
    const total = buckets.reduce((sum, { count }) => sum + count, 0);
    await this.out.write(bars(buckets, by, this.out.width));
    await this.out.write(`${total > 0 ? "\n" : ""}${total} ${total === 1 ? "entry" : "entries"}\n`);
    const rows = totalOf(buckets.flatMap(({ counts }) => counts)).sort((a, b) => b.count - a.count);
    const [first] = rows;
    if (first === undefined) return;
    const { count: _, ...names } = first;
    const columns = Object.keys(names).map((name) => ({ name: name.toUpperCase(), least: 10, cut: "start" as const }));
    await newTable(this.out, [{ name: "COUNT", isNumber: true }, ...columns]).print(
      rows.map(({ count, ...values }) => [String(count), ...Object.values(values).map(String)]),
    );
  },
});
