import { buildCommand } from "@stricli/core";
import { connect } from "../api/connect.ts";
import { LARGEST_PAGE } from "../api/pages.ts";
import { pathOf, targetOf } from "../api/target.ts";
import type { Context } from "../context.ts";
import { wrongUsage } from "../failure.ts";
import { type Connection, connectionFlags } from "../flags/connection.ts";
import { count } from "../flags/count.ts";
import { jsonFlag, type Printing } from "../flags/output.ts";
import { text } from "../flags/text.ts";
import { jsonLine, jsonText, newRecords } from "../output/records.ts";

interface Flags extends Connection, Printing {
  readonly context?: number;
}

export const get = buildCommand<Flags, [string], Context>({
  parameters: {
    flags: {
      context: {
        kind: "parsed",
        parse: count,
        optional: true,
        placeholder: "number",
        brief: "Print a list of this many entries: the entry and its neighbors, newest first",
      },
      ...connectionFlags,
      json: jsonFlag,
    },
    positional: {
      kind: "tuple",
      parameters: [{ parse: text, placeholder: "id", brief: "The id of an entry or of a rejection" }],
    },
  },
  docs: {
    brief: "Print one entry, whole",
    fullDescription: `Prints one entry, whole. With --context, it prints the entry and its neighbors in the log.

EXAMPLES
  tributary get s3.0.mkayi4gn.ALmdd-d3YEoe2Iwonu4d
  tributary get s3.0.mkayi4gn.ALmdd-d3YEoe2Iwonu4d --context 20
  tributary get http.0.mwvtod4e.adVmifowWCIQHMam-nq9 --json | jq .data`,
  },
  async func({ context, json, ...connection }, id) {
    const api = await connect(this, connection);
    const { entryRows, rejectionRows } = await import("../output/entryRows.ts");
    if (context === undefined) {
      const entry = await api.entry(id);
      await this.out.write(json ? jsonLine(this.out, entry) : jsonText(this.out, entry));
      return;
    }
    if (context > LARGEST_PAGE) throw wrongUsage(`--context is at most ${LARGEST_PAGE}`);
    const collection = pathOf(id).replace(/\/[^/]*$/, "");
    const { entries } = await api.list(targetOf(collection, { around: id, limit: context }));
    await newRecords(this, { json }, collection === "/rejected" ? rejectionRows : entryRows).print(entries);
  },
});
