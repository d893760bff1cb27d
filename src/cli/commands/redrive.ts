import { buildCommand } from "@stricli/core";
import type { Redriven } from "../../redrive/redrive.ts";
import type { Context } from "../context.ts";
import { failure, wrongUsage } from "../failure.ts";
import { connectionFlags } from "../flags/connection.ts";
import { jsonFlag, type Printing } from "../flags/output.ts";
import { text } from "../flags/text.ts";
import { newRecords, type Rows } from "../output/records.ts";

interface Flags extends Printing {
  readonly stack?: string;
  readonly queue?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly yes?: boolean;
}

/** What becomes, or became, of one message of the failure queue. */
interface Row {
  readonly status: Redriven["status"];
  readonly function?: string;
  /** How many records the event has, and how many of them were in the log before. */
  readonly records?: number;
  readonly kept?: number;
  readonly error: string;
}

const { stack, region, profile } = connectionFlags;

const rows: Rows<Row> = {
  columns: [
    { name: "STATUS", usual: 10 },
    { name: "FUNCTION", least: 12, cut: "middle" },
    { name: "RECORDS", isNumber: true },
    { name: "IN THE LOG", isNumber: true },
    { name: "ERROR", least: 20 },
  ],
  rowsOf: ({ status, function: name = "", records = "", kept = "", error }) => [
    [status, name, String(records), String(kept), error],
  ],
};

export const redrive = buildCommand<Flags, [], Context>({
  parameters: {
    flags: {
      stack,
      queue: {
        kind: "parsed",
        parse: text,
        optional: true,
        placeholder: "url",
        brief: "The failure queue, for who may not describe the stack",
      },
      region,
      profile,
      yes: { kind: "boolean", optional: true, withNegated: false, brief: "Do it without asking, for scripts" },
      json: jsonFlag,
    },
  },
  docs: {
    brief: "Send the events of the failure queue through their functions again",
    fullDescription: `Prints what is in the failure queue, and how much of it is in the log already. Then it asks, and sends the events through their
functions again. A message is deleted only when every record of it is in the log or among the rejections. What still fails
stays in the queue. It can be run again at any time: a second redrive changes nothing.

EXAMPLES
  tributary redrive --stack tributary
  tributary redrive --stack tributary --yes`,
  },
  async func({ stack, queue, region, profile, yes, json }) {
    if ((stack === undefined) === (queue === undefined)) throw wrongUsage("Give --stack or --queue");
    const caller = { ...(region !== undefined && { region }), ...(profile !== undefined && { profile }) };
    const { redriveQueue } = await import("../redriveQueue.ts");
    const redriven = await redriveQueue(this, { ...caller, stack, queue });
    const run = async (dry: boolean) => {
      const records = newRecords(this, { json }, rows);
      const counts: Record<Redriven["status"], number> = { waiting: 0, redriven: 0, failing: 0, unreadable: 0 };
      for await (const result of redriven(dry)) {
        counts[result.status] += 1;
        await records.print([rowOf(result)]);
      }
      return counts;
    };
    const isAsked = !yes && this.out.isTerminal && this.input.isTerminal;
    if (!yes) {
      const { waiting, unreadable, failing } = await run(true);
      if (waiting + unreadable + failing === 0) await this.err.write("The failure queue is empty\n");
      if (waiting === 0 && unreadable + failing > 0)
        throw failure(`${unreadable + failing} messages stay in the queue`);
      if (waiting === 0) return;
      if (!isAsked) return this.err.write(`Nothing was done. Add --yes to redrive ${waiting}\n`);
      if (!/^y(es)?$/i.test((await this.ask(`Redrive ${waiting}? (y/N) `)).trim()))
        return this.err.write("Nothing was done\n");
    }
    const { redriven: done, failing, unreadable } = await run(false);
    if (failing + unreadable > 0)
      throw failure(`${done} redriven. ${failing + unreadable} failed and stay in the queue`);
    await this.err.write(done === 0 ? "The failure queue is empty\n" : `${done} redriven\n`);
  },
});

const rowOf = (result: Redriven): Row => {
  if (result.status === "unreadable") return { status: result.status, error: result.error };
  const { functionArn, error } = result.deadLetter;
  const name = functionArn.split(":")[6] ?? functionArn;
  if (result.status === "failing") return { status: result.status, function: name, error: result.error };
  return { status: result.status, function: name, ...result.found, error };
};
