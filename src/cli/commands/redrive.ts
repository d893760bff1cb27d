import { buildCommand } from "@stricli/core";
import type { Context } from "../context.ts";
import { failure, wrongUsage } from "../failure.ts";
import { connectionFlags } from "../flags/connection.ts";
import { jsonFlag, type Printing } from "../flags/output.ts";
import { text } from "../flags/text.ts";

interface Flags extends Printing {
  readonly stack?: string;
  readonly url?: string;
  readonly queue?: string;
  readonly bucket?: string;
  readonly prefix?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly yes?: boolean;
}

const { stack, region, profile } = connectionFlags;

export const redrive = buildCommand<Flags, [], Context>({
  parameters: {
    flags: {
      stack,
      url: {
        kind: "parsed",
        parse: text,
        optional: true,
        placeholder: "url",
        brief: "The URL of a local stack. Without it: TRIBUTARY_URL, or http://127.0.0.1:3000",
      },
      queue: {
        kind: "parsed",
        parse: text,
        optional: true,
        placeholder: "url|name",
        brief:
          "The URL of the failure queue. Use this if you may not describe the stack. For the local stack, the name of a queue",
      },
      bucket: {
        kind: "parsed",
        parse: text,
        optional: true,
        placeholder: "name",
        brief: "A bucket where Lambda keeps failed batches of streams, instead of a queue",
      },
      prefix: {
        kind: "parsed",
        parse: text,
        optional: true,
        placeholder: "text",
        brief: "Only objects of the bucket whose keys begin with this text",
      },
      region,
      profile,
      yes: { kind: "boolean", optional: true, withNegated: false, brief: "Do it without asking, for scripts" },
      json: jsonFlag,
    },
  },
  docs: {
    brief: "Send the events of the failure queue through their functions again",
    fullDescription: `Prints each record in the failure queue with its subject, and whether the log has it already: BEFORE says kept, rejected or missing.
Then it asks, and sends the events through their functions again. A message is deleted only when every record of it is in the log
or among the rejections. What still fails stays there. It can be run again at any time: a second redrive changes nothing.

EXAMPLES
  tributary redrive                                the queues of the local stack that have messages
  tributary redrive --stack tributary
  tributary redrive --stack tributary --yes
  tributary redrive --bucket failed-batches`,
  },
  async func({ stack, url, queue, bucket, prefix, region, profile, yes, json }) {
    if ([stack, queue, bucket].filter((place) => place !== undefined).length > 1)
      throw wrongUsage("Give only one of --stack, --queue and --bucket");
    if (stack !== undefined && url !== undefined)
      throw wrongUsage("--stack names a deployed log and --url a local one: give one of them");
    if (prefix !== undefined && bucket === undefined) throw wrongUsage("--prefix belongs to --bucket");
    const place = bucket === undefined ? "failure queue" : "bucket";
    const isLocal = url !== undefined || (stack === undefined && bucket === undefined && !isUrl(queue));
    if (isLocal && prefix !== undefined) throw wrongUsage("A bucket of the local stack is redriven without --prefix");
    const caller = { ...(region !== undefined && { region }), ...(profile !== undefined && { profile }) };
    const { redriveFrom } = await import("../redriveFrom.ts");
    const { redriveLocal } = await import("../redriveLocal.ts");
    const { printRedriven } = await import("../output/printRedriven.ts");
    const redriven = isLocal
      ? await redriveLocal(this, { url, queue, bucket })
      : await redriveFrom(this, { ...caller, stack, queue, bucket, prefix });
    const run = (dry: boolean) => printRedriven(this, redriven(dry), { json });
    if (!yes) {
      const forecast = await run(true);
      const { waiting } = forecast;
      if (waiting === 0 && forecast.staying > 0)
        throw failure(`${forecast.staying} stay in the ${place}, because they cannot be redriven`);
      if (waiting === 0) return this.err.write(`The ${place} is empty\n`);
      const what = `${waiting} ${waiting === 1 ? "message" : "messages"}`;
      if (!this.out.isTerminal || !this.input.isTerminal)
        return this.err.write(`Nothing was done. Add --yes to redrive ${what}\n`);
      const answer = await this.ask(
        `Redrive ${what}? In the log already: ${forecast.kept} of ${forecast.records} records (y/N) `,
      );
      if (!/^y(es)?$/i.test(answer.trim())) return this.err.write("Nothing was done\n");
    }
    this.goOnUnread();
    const done = await run(false);
    if (done.staying > 0) throw failure(`${done.redriven} redriven. ${done.staying} failed and stay in the ${place}`);
    await this.err.write(done.redriven === 0 ? `The ${place} is empty\n` : `${done.redriven} redriven\n`);
  },
});

const isUrl = (queue: string | undefined): boolean => queue !== undefined && /^https?:/.test(queue);
