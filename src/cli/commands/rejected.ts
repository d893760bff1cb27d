import { buildCommand } from "@stricli/core";
import { allCounts } from "../api/allCounts.ts";
import { connect } from "../api/connect.ts";
import { targetOf } from "../api/target.ts";
import type { Context } from "../context.ts";
import { type Connection, connectionFlags } from "../flags/connection.ts";
import { type Range, rangeFlags } from "../flags/filters.ts";
import { jsonFlag, type Printing } from "../flags/output.ts";
import { text } from "../flags/text.ts";
import { jsonLine, jsonText, newRecords, type Rows } from "../output/records.ts";

interface Group {
  readonly trigger: string;
  readonly reason: string;
  readonly path: string;
  readonly count: number;
  /** The minutes of the first and of the last one. */
  readonly first: string;
  readonly last: string;
}

const USUAL = "-7d";

const rows: Rows<Group> = {
  columns: [
    { name: "TRIGGER", least: 6 },
    { name: "REASON" },
    { name: "WHERE", least: 12, cut: "start" },
    { name: "COUNT", isNumber: true },
    { name: "FIRST" },
    { name: "LAST" },
  ],
  rowsOf: ({ trigger, reason, path, count, first, last }) => [
    [trigger, reason, path, String(count), minute(first), minute(last)],
  ],
};

export const rejected = buildCommand<Range & Connection & Printing, [string?], Context>({
  parameters: {
    flags: { ...rangeFlags, ...connectionFlags, json: jsonFlag },
    positional: {
      kind: "tuple",
      parameters: [
        { parse: text, placeholder: "id", optional: true, brief: "The id of one rejection, to print it whole" },
      ],
    },
  },
  docs: {
    brief: "Print what was rejected, and why",
    fullDescription: `Prints the rejections of the last 7 days (or of --since), grouped by trigger, reason and the path to the fault.
FIRST and LAST are the minutes of the first and of the last one. A rejection with two faults is in two groups.
With an id, it prints that rejection whole: its faults, and the payload as it was delivered.

EXAMPLES
  tributary rejected
  tributary rejected --since 30d --stack tributary
  tributary rejected rejected.0.mwvtp2dk.zuFhAPgmp5nbsIkzbvYq
  tributary logs --rejected                        the rejections one by one, with their ids`,
  },
  async func({ json, since = USUAL, until, ...connection }, id) {
    const api = await connect(this, connection);
    if (id !== undefined) {
      const entry = await api.entry(id);
      await this.out.write(json ? jsonLine(this.out, entry) : jsonText(this.out, entry));
      return;
    }
    const { buckets } = await allCounts(api, targetOf("/rejected/stats", { from: since, to: until, by: "minute" }));
    const groups = new Map<string, Group>();
    for (const { time, counts } of buckets)
      for (const { count, trigger = "", reason = "", path = "" } of counts) {
        const key = JSON.stringify([trigger, reason, path]);
        const group = groups.get(key);
        groups.set(key, {
          ...{ trigger: String(trigger), reason: String(reason), path: String(path) },
          count: count + (group?.count ?? 0),
          first: group?.first ?? time,
          last: time,
        });
      }
    const sorted = [...groups.values()].sort((a, b) => b.count - a.count);
    await newRecords(this, { json }, rows).print(sorted);
    if (sorted.length === 0 && this.out.isTerminal) await this.err.write("Nothing was rejected\n");
  },
});

const minute = (time: string): string => time.replace(/:\d\d\.\d+Z$/, "Z");
