import { buildCommand } from "@stricli/core";
import { printable } from "../../log/printable.ts";
import { allCounts } from "../api/allCounts.ts";
import { connect } from "../api/connect.ts";
import { targetOf } from "../api/target.ts";
import type { Context } from "../context.ts";
import { failure } from "../failure.ts";
import { type Connection, connectionFlags } from "../flags/connection.ts";
import { type Range, rangeFlags } from "../flags/filters.ts";
import { jsonFlag, type Printing } from "../flags/output.ts";
import { text } from "../flags/text.ts";
import { newRecords, type Rows } from "../output/records.ts";

interface Missed {
  readonly schedule: string;
  readonly time: string;
  readonly expression: string;
}

interface Flags extends Range, Connection, Printing {
  readonly stream?: string;
}

const USUAL = { since: "-7d", stream: "schedule" };

const rows: Rows<Missed> = {
  columns: [{ name: "MISSED" }, { name: "SCHEDULE", least: 12, cut: "middle" }, { name: "EXPRESSION", least: 12 }],
  rowsOf: ({ time, schedule, expression }) => [[time, schedule, expression]],
};

export const missed = buildCommand<Flags, [], Context>({
  parameters: {
    flags: {
      ...rangeFlags,
      stream: {
        kind: "parsed",
        parse: text,
        optional: true,
        placeholder: "name",
        brief: "The stream of the firings. Without it: schedule",
      },
      ...connectionFlags,
      json: jsonFlag,
    },
  },
  docs: {
    brief: "Print the firings of the schedule that the log does not have",
    fullDescription: `Compares the firings of the stack's schedule in the last 7 days (or since --since) with those that its expression demands, and
prints the times of those that are missing. How many were expected and found goes to stderr.

EXAMPLES
  tributary missed
  tributary missed --since 30d --stack tributary
  tributary missed --since 1d --json | jq -r .time`,
  },
  async func({ since = USUAL.since, until, stream = USUAL.stream, json, ...connection }) {
    const api = await connect(this, connection);
    const { firings } = await allCounts(
      api,
      targetOf("/logs/stats", { from: since, to: until, by: "day", order: "asc", stream }),
    );
    const [first] = firings;
    if (first === undefined)
      throw failure(
        `The log at ${api.url} says nothing about firings of the stream ${stream}: it has no schedule, or --stream names another stream`,
      );
    const missing = firings.flatMap(({ schedule, expression, missed }) =>
      missed.map((time) => ({ time, schedule, expression })),
    );
    await newRecords(this, { json }, rows).print(missing);
    const [expected, found] = [sum(firings.map((one) => one.expected)), sum(firings.map((one) => one.found))];
    const details = [...new Set(firings.flatMap(({ detail }) => detail ?? []))];
    await this.err.write(
      `${printable([`${first.schedule}, ${first.expression}: ${expected} expected, ${found} found, ${missing.length} missed`, ...details].join(". "))}\n`,
    );
  },
});

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
