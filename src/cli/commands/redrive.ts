import { buildCommand } from "@stricli/core";
import type { Redriven } from "../../redrive/redrive.ts";
import { describeBatch } from "../../redrive/streamBatch.ts";
import type { Context } from "../context.ts";
import { failure, wrongUsage } from "../failure.ts";
import { connectionFlags } from "../flags/connection.ts";
import { jsonFlag, type Printing } from "../flags/output.ts";
import { text } from "../flags/text.ts";
import { newRecords, type Rows } from "../output/records.ts";

interface Flags extends Printing {
  readonly stack?: string;
  readonly queue?: string;
  readonly bucket?: string;
  readonly prefix?: string;
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
      bucket: {
        kind: "parsed",
        parse: text,
        optional: true,
        placeholder: "name",
        brief: "A bucket with the failed batches of streams, instead of a queue",
      },
      prefix: {
        kind: "parsed",
        parse: text,
        optional: true,
        placeholder: "text",
        brief: "The beginning of the keys in the bucket: aws/lambda/<event source>/",
      },
      region,
      profile,
      yes: { kind: "boolean", optional: true, withNegated: false, brief: "Do it without asking, for scripts" },
      json: jsonFlag,
    },
  },
  docs: {
    brief: "Send failed events through their functions again",
    fullDescription: `Prints what is in the failure queue or in the bucket, and how much of it is in the log already. Then it asks, and sends the events through their
functions again. A message is deleted only when every record of it is in the log or among the rejections. What still fails
stays there. It can be run again at any time: a second redrive changes nothing. The records of a message that is \`instream\`
are only in a stream: the command says where, and how long the stream keeps them.

EXAMPLES
  tributary redrive --stack tributary
  tributary redrive --stack tributary --yes
  tributary redrive --bucket failed-batches`,
  },
  async func({ stack, queue, bucket, prefix, region, profile, yes, json }) {
    if ([stack, queue, bucket].filter((place) => place !== undefined).length !== 1)
      throw wrongUsage("Give one of --stack, --queue and --bucket");
    if (prefix !== undefined && bucket === undefined) throw wrongUsage("Give --prefix only with --bucket");
    const place = bucket === undefined ? "queue" : "bucket";
    const isEmpty = `The failure ${place} is empty\n`;
    const caller = { ...(region !== undefined && { region }), ...(profile !== undefined && { profile }) };
    const { redriveQueue } = await import("../redriveQueue.ts");
    const redriven = await redriveQueue(this, { ...caller, stack, queue, bucket, prefix });
    const run = async (dry: boolean) => {
      const records = newRecords(this, { json }, rows);
      const counts = { waiting: 0, redriven: 0, staying: 0 };
      for await (const result of redriven(dry)) {
        counts[result.status === "waiting" || result.status === "redriven" ? result.status : "staying"] += 1;
        await records.print([rowOf(result)]);
      }
      return counts;
    };
    const isAsked = !yes && this.out.isTerminal && this.input.isTerminal;
    if (!yes) {
      const { waiting, staying } = await run(true);
      if (waiting + staying === 0) await this.err.write(isEmpty);
      if (waiting === 0 && staying > 0) throw failure(`${staying} messages stay in the ${place}`);
      if (waiting === 0) return;
      if (!isAsked) return this.err.write(`Nothing was done. Add --yes to redrive ${waiting}\n`);
      if (!/^y(es)?$/i.test((await this.ask(`Redrive ${waiting}? (y/N) `)).trim()))
        return this.err.write("Nothing was done\n");
    }
    const { redriven: done, staying } = await run(false);
    if (staying > 0) throw failure(`${done} redriven. ${staying} failed and stay in the ${place}`);
    await this.err.write(done === 0 ? isEmpty : `${done} redriven\n`);
  },
});

const rowOf = (result: Redriven): Row => {
  if (result.status === "unreadable") return { status: result.status, error: result.error };
  const { functionArn, error } = result.status === "instream" ? result.batch : result.deadLetter;
  const name = functionArn.split(":")[6] ?? functionArn;
  if (result.status === "instream")
    return { status: result.status, function: name, records: result.batch.records, error: describeBatch(result.batch) };
  if (result.status === "failing") return { status: result.status, function: name, error: result.error };
  return { status: result.status, function: name, ...result.found, error };
};
