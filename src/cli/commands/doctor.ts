import { buildCommand } from "@stricli/core";
import { connect } from "../api/connect.ts";
import type { Context } from "../context.ts";
import type { Finding } from "../doctor/finding.ts";
import { failure, wrongUsage } from "../failure.ts";
import { type Connection, connectionFlags } from "../flags/connection.ts";
import { jsonFlag, type Printing } from "../flags/output.ts";
import { text } from "../flags/text.ts";
import { newRecords, type Rows } from "../output/records.ts";

interface Flags extends Connection, Printing {
  readonly nextShards?: string;
}

const rows: Rows<Finding> = {
  columns: [{ name: "STATUS", usual: 7 }, { name: "CHECK", usual: 9 }, { name: "WHAT" }],
  rowsOf: ({ status, check, what }) => [[status, check, what]],
};

export const doctor = buildCommand<Flags, [], Context>({
  parameters: {
    flags: {
      ...connectionFlags,
      nextShards: {
        kind: "parsed",
        parse: text,
        optional: true,
        placeholder: "steps",
        brief: "A new value of the parameter Shards: may it be deployed?",
      },
      json: jsonFlag,
    },
  },
  docs: {
    brief: "Look for what is wrong before anybody notices",
    fullDescription: `Checks the clock and the version of the log. With --stack, it also checks the settings that its functions must share, the keys
and indexes of its table, whether its alarms tell anybody, its failure queue, and whether its bucket is connected twice: by
a notification and by rules of EventBridge. It reports "unknown" for what you may not read, and checks the rest. It changes
nothing. It exits with 1 if something is wrong.

EXAMPLES
  tributary doctor --stack tributary
  tributary doctor --stack tributary --next-shards '1;2027-01-01T00:00:00Z=16'
  tributary doctor --stack tributary --json | jq 'select(.status == "wrong")'`,
  },
  async func({ json, nextShards, ...connection }) {
    const { stack: name } = connection;
    if (nextShards !== undefined && name === undefined)
      throw wrongUsage("--next-shards needs --stack, whose schedule it is compared with");
    this.goOnUnread();
    const { ofLog } = await import("../doctor/ofLog.ts");
    const findings = [...(await ofLog(await connect(this, connection)))];
    if (name !== undefined) {
      const [{ awsFor }, { findStack }, { ofStack }] = await Promise.all([
        import("../api/aws.ts"),
        import("../api/stack.ts"),
        import("../doctor/ofStack.ts"),
      ]);
      const aws = awsFor(this, connection);
      const stack = await findStack(this, aws, name);
      findings.push(...(await ofStack({ aws: { ...aws, region: stack.region }, stack, nextShards, now: this.now() })));
    }
    await newRecords(this, { json }, rows).print(findings);
    const count = findings.filter(({ status }) => status === "wrong").length;
    if (count > 0) throw failure(`${count} of ${findings.length} findings are wrong`);
  },
});
